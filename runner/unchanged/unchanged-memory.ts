import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { unchangedFile } from '../layout.ts';
import { decodeRecord, encodeRecord, type UnchangedRecord } from './unchanged-record.ts';

/** Which run is remembered: of which file, by which program, with which params. */
export interface UnchangedMemory {
  readonly root: string;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** What changes when the program does other things with the same file. */
  readonly build: string;
  /** The values for params as they were given. */
  readonly given: readonly string[];
}

/** What was remembered last of such a run; `undefined` when nothing is, or not wholly. */
export function readRecord(memory: UnchangedMemory): UnchangedRecord | undefined {
  try {
    const bytes = readOwn(unchangedFile(memory.root, memory.file));
    const record = bytes && decodeRecord(bytes);
    return record && isOf(record, memory) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers it where runs are kept already. What cannot be written is found out again. */
export function writeRecord({ root, file }: UnchangedMemory, record: UnchangedRecord): void {
  const path = unchangedFile(root, file);
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, encodeRecord(record), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    removeIfPossible(temporary);
  }
}

function isOf({ head }: UnchangedRecord, { file, build, given }: UnchangedMemory): boolean {
  return head.file === file && head.build === build && JSON.stringify(head.given) === JSON.stringify(given);
}

/** What others could have written, a repository that came with it for one, is not believed. */
function readOwn(path: string): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const { mode, uid } = fstatSync(file);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    return isOwn ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

/** Where nothing can be written, nothing can be removed. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What is remembered only saves time.
  }
}
