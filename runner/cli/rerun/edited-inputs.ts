import type { Stats } from 'node:fs';
import { relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { isGroup, type Task } from '../../../pipeline/pipeline.ts';
import { statusOf } from '../../cache/file-stamp.ts';
import { FolderListing } from '../../cache/folder-listing.ts';
import { matchingFiles } from '../../cache/matching-files.ts';
import { takeAtOnce } from '../../cache/steps.ts';
import { fillTask } from '../../fill-task.ts';
import type { TaskState } from '../../run-state.ts';
import type { Cause } from '../../select/cause.ts';
import type { Workplace } from '../../workplace.ts';
import { namedScripts, scriptWords } from './named-scripts.ts';
import { type OwnFiles, ownFiles } from './own-files.ts';

/**
 * Those of `tasks` that succeeded in the run of `place` and of which an input was touched since they began, or a script that
 * they name since they ended, as a build tool sees it: by the times of the files. What the run itself gave is not taken for an edit, nor what `isKept` knows to hold the same.
 */
export async function editedInputs(
  tasks: readonly Task[],
  place: Workplace,
  isKept: (task: Task) => Promise<boolean>,
): Promise<Map<string, Cause>> {
  const edited = new Map<string, Cause>();
  const listing = new FolderListing(Date.now);
  const known = new Map<string, Stats | undefined>();
  let own: OwnFiles | undefined;
  for (const task of tasks) {
    const before = place.state.tasks.get(task.name);
    if (!readsFiles(task) || isGroup(task) || before?.status !== 'success') continue;
    own ??= ownFiles(place.state);
    const cause = editOf(task, before, { place, own, listing, known });
    if (cause && !(await isKept(task))) edited.set(task.name, cause);
  }
  return edited;
}

/** Whether anything that it reads is known. */
export function readsFiles({ inputs, action }: Task): boolean {
  return inputs.length > 0 || scriptWords(action).length > 0;
}

interface Sight {
  /** What the system told of files: many tasks may read the same ones. */
  readonly known: Map<string, Stats | undefined>;
  readonly place: Workplace;
  readonly own: OwnFiles;
  readonly listing: FolderListing;
}

/** The first input that was touched. What cannot be looked at is taken to be as it was. */
function editOf(task: Task, before: TaskState, { place, own, listing, known }: Sight): Cause | undefined {
  const since = before.attempts.at(-1)?.startedAt ?? before.endedAt ?? Number.POSITIVE_INFINITY;
  try {
    const filled = fillTask(task, place);
    if ('error' in filled) return undefined;
    const { base } = filled.scope;
    const { files, unmatched } = takeAtOnce(matchingFiles(filled.inputs, base, listing));
    for (const path of files) {
      const what = touch(path, since, known);
      if (what !== undefined && !own.isOf(path, task.name)) return { kind: 'input', path: relative(base, path), what };
    }
    const ended = before.attempts.at(-1)?.endedAt ?? since;
    const script = namedScripts(filled.action, filled.workingDirectory).find(path => {
      return touch(path, ended, known) !== undefined && !own.isOf(path, task.name);
    });
    if (script) return { kind: 'script', path: relative(base, script) };
    const gone = unmatched.find(glob => !picomatch.scan(glob).isGlob && isRemoved(resolve(base, glob), since));
    return gone === undefined ? undefined : { kind: 'input', path: gone, what: 'is gone' };
  } catch {
    return undefined;
  }
}

function touch(path: string, since: number, known: Sight['known']): string | undefined {
  if (!known.has(path)) known.set(path, statusOf(path));
  const stats = known.get(path);
  if (!stats || Math.max(stats.mtimeMs, stats.ctimeMs) <= since) return undefined;
  return stats.birthtimeMs > since ? 'is new' : 'has changed';
}

/** One that never was there leaves no trace in its folder. */
function isRemoved(path: string, since: number): boolean {
  const folder = statusOf(resolve(path, '..'));
  return folder === undefined || folder.mtimeMs > since;
}
