import { layOut } from './lay-out.ts';
import type { LayoutInput } from './layout-types.ts';

self.addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => self.postMessage(layOut(data)));
