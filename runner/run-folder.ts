import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputsFile, runFolder, stateFolderName, tasksFolder } from './layout.ts';
import { claimNumber } from './resume/claim-run.ts';
import { makeStateFolder } from './run-directory/state-folder.ts';
import { thisProcess } from './run-directory/this-process.ts';
import { newRunId } from './run-id.ts';
import { CannotStart } from './run-options.ts';

/** Makes the folder of a new run and answers its id; a taken name is never used twice. Throws `CannotStart`. */
export function makeRunFolder(root: string, now: number, wanted?: string): string {
  const state = join(root, stateFolderName);
  try {
    makeStateFolder(root);
    return wanted === undefined ? freeRunId(root, now) : makeRun(root, wanted);
  } catch (error) {
    throw new CannotStart(`The run cannot be kept in ${state}: ${reason(error)}`);
  }
}

/** The name of which the folder could be made, which is done: of two that want one name, only one can make it. */
function freeRunId(root: string, now: number): string {
  for (;;) {
    try {
      return makeRun(root, newRunId(now));
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

/** Makes the folder of a run with all that it begins with, or nothing; answers its id. */
function makeRun(root: string, id: string): string {
  const run = runFolder(root, id);
  mkdirSync(run);
  try {
    mkdirSync(tasksFolder(run));
    writeFileSync(inputsFile(run), '{}\n');
    if (!claimNumber(run, 1, thisProcess())) throw new Error('another process was first');
    return id;
  } catch (error) {
    rmSync(run, { recursive: true, force: true });
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return words.get(code) ?? (error instanceof Error ? `${error.message}.` : String(error));
}

const words: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'this folder may not be written.'],
  ['EPERM', 'this folder may not be written.'],
  ['EROFS', 'it is on a file system that cannot be written.'],
  ['ENOSPC', 'there is no space left on the device.'],
  ['EDQUOT', 'your disk quota is used up.'],
  ['ENOTDIR', 'it is not a folder.'],
  ['EEXIST', 'a run of this name, or a file in its place, is there already.'],
]);
