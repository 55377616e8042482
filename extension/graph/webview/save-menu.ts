import type { FromGraph } from '../messages.ts';
import type { Picture } from './picture.ts';
import { pngOf, standaloneSvg } from './standalone-svg.ts';

/** Lets the user save the picture that `current` gives as one of the kinds that `menu` lists by their values. */
export function listenToSaveMenu(
  menu: HTMLSelectElement,
  current: () => Picture | undefined,
  post: (message: FromGraph) => void,
): void {
  menu.addEventListener('change', async () => {
    const kind = menu.value;
    menu.selectedIndex = 0;
    const picture = current();
    if (!picture) return;
    const svg = (): string => standaloneSvg(picture);
    if (kind === 'svg' || kind === 'print') post({ type: 'save', kind, content: svg() });
    else if (kind === 'png') post({ type: 'save', kind, content: await pngOf(svg()) });
    else if (kind === 'mmd') post({ type: 'save', kind });
  });
}
