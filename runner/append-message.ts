import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { outputLog } from './layout.ts';

/** Adds a line of ours, by itself, to the log of the attempt with this path. The journal tells it too: where it cannot be added, that is no matter. */
export function appendMessage(path: string, message: string): void {
  const log = outputLog(path);
  try {
    appendFileSync(log, `${endsInLine(log) ? '\n' : ''}${message}\n`);
  } catch {
    // See above.
  }
}

/** Whether what was printed last has no end of line. */
function endsInLine(log: string): boolean {
  const file = openSync(log, 'a+');
  try {
    const last = Buffer.alloc(1);
    const { size } = fstatSync(file);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
  } finally {
    closeSync(file);
  }
}
