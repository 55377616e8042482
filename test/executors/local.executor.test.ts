import { behavesAsHere } from './behaviour.ts';

behavesAsHere('local', async () => ({ head: '' }));
