import { stat } from 'node:fs/promises';
import { FolderChanges } from '../../runner/run-directory/folder-changes.ts';
import { GrowingFile } from '../../runner/run-directory/growing-file.ts';

/** A piece of an output, or how many bytes of it are left out before the next piece. */
export type OutputPart =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'left-out'; readonly bytes: number };

/** What may lie unread before the middle is left out, and how much of the end is then shown. */
const mostUnread = 2 * 1024 * 1024;
const shownTail = 512 * 1024;
const lineFeed = 0x0a;

/**
 * Yields the file `path` as it grows, and of what is too much to be read by a person only the end. It ends when all is
 * read after `ended` has aborted, at once on `signal`; a file that is not there yet is waited for.
 */
export async function* tailOutput(
  path: string,
  ended: AbortSignal,
  signal: AbortSignal,
): AsyncGenerator<OutputPart, void> {
  let file = new GrowingFile(path);
  let position = 0;
  const either = AbortSignal.any([ended, signal]);
  using changes = new FolderChanges(path);
  while (!signal.aborted) {
    const last = ended.aborted;
    const size = await sizeOf(path);
    if (size - position > mostUnread) {
      const start = await lineStart(path, size - shownTail);
      yield { kind: 'left-out', bytes: start - position };
      file = new GrowingFile(path, start);
      position = start;
    }
    const bytes = await file.read();
    if (bytes !== 'missing' && bytes.length > 0) {
      position += bytes.length;
      yield { kind: 'bytes', bytes };
    } else if (last) return;
    else await changes.wait(either);
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Where the first line at or behind `offset` begins; `offset` itself when the next lines are too far. */
async function lineStart(path: string, offset: number): Promise<number> {
  const bytes = await new GrowingFile(path, offset).read();
  const at = bytes === 'missing' ? -1 : bytes.subarray(0, 64 * 1024).indexOf(lineFeed);
  return at === -1 ? offset : offset + at + 1;
}
