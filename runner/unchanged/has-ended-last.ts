import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { journalFile, runFolder, runsFolder } from '../layout.ts';

/** Whether the newest of all runs below `root` is one of `file`, and is over. False too when that cannot be told at one look. */
export function hasEndedLast(root: string, file: string): boolean {
  try {
    const newest = readdirSync(runsFolder(root)).sort().at(-1);
    return newest !== undefined && hasEnded(journalFile(runFolder(root, newest)), file);
  } catch {
    return false;
  }
}

function hasEnded(journal: string, file: string): boolean {
  const opened = openSync(journal, 'r');
  try {
    const { size } = fstatSync(opened);
    const head = textAt(opened, 0);
    const tail = textAt(opened, Math.max(0, size - pieceSize));
    // No text in a line has quotation marks like these in it.
    return (
      head.includes(`,"file":${JSON.stringify(file)},"fileHash":`) && /\n\{"type":"run_ended",[^\n]*\n$/.test(tail)
    );
  } finally {
    closeSync(opened);
  }
}

const pieceSize = 4096;

function textAt(file: number, position: number): string {
  const bytes = Buffer.alloc(pieceSize);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, pieceSize, position));
}
