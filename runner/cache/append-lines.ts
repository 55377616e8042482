import { appendFileSync, closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newName } from './new-name.ts';

/**
 * Adds whole lines to a file that several runs add to. One write at its end is one piece to the system; a line that was torn
 * before, by a full disk or a crash, is closed first, so that it does not spoil the next. Throws when it cannot be written.
 */
export function appendLines(path: string, text: string): void {
  appendFileSync(path, endsInLine(path) ? text : `\n${text}`, { mode: 0o600 });
}

/** Puts a new text in the place of a file, whole or not at all. `fresh` is a folder on the same disk. */
export function replaceFile(path: string, text: string, fresh: string): void {
  const temporary = join(fresh, newName());
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function endsInLine(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return true;
  }
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size === 0 || readSync(file, last, 0, 1, size - 1) === 0 || last[0] === 0x0a;
  } finally {
    closeSync(file);
  }
}
