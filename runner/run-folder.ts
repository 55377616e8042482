import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputsFile, runFolder, runsFolder, stateFolderName, tasksFolder } from './layout.ts';
import { newRunId } from './run-id.ts';
import { CannotStart } from './run-options.ts';

/** Makes the folder of a new run and answers its id; a taken name is never used twice. Throws `CannotStart`. */
export function makeRunFolder(root: string, now: number, wanted?: string): string {
  const state = join(root, stateFolderName);
  try {
    mkdirSync(runsFolder(root), { recursive: true, mode: 0o700 });
    const ignore = join(state, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    const id = wanted ?? freeRunId(root, now);
    const run = runFolder(root, id);
    if (wanted !== undefined) mkdirSync(run);
    mkdirSync(tasksFolder(run));
    writeFileSync(inputsFile(run), '{}\n');
    return id;
  } catch (error) {
    throw new CannotStart(`The run cannot be kept in ${state}: ${reason(error)}`);
  }
}

/** The name of which the folder could be made, which is done: of two that want one name, only one can make it. */
function freeRunId(root: string, now: number): string {
  for (;;) {
    const id = newRunId(now);
    try {
      mkdirSync(runFolder(root, id));
      return id;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
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
