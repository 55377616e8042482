import { appendFileSync } from 'node:fs';
import { outputLog } from './layout.ts';

/** Adds a line of ours to the log of the attempt with this path. The journal tells it too: where it cannot be added, that is no matter. */
export function appendMessage(path: string, message: string): void {
  try {
    appendFileSync(outputLog(path), `${message}\n`);
  } catch {
    // See above.
  }
}
