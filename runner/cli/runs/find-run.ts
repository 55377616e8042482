import { runFolder } from '../../layout.ts';
import { readRun } from '../../run-directory/read-run.ts';
import { resolveRun } from '../../run-directory/resolve-run.ts';
import { findRoot } from '../../run-directory/root.ts';
import { faultText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { chooseTasks } from '../../select/choose-tasks.ts';
import { taskGraph } from '../../select/task-graph.ts';
import { Refusal } from '../refusal.ts';
import { didYouMean } from '../suggestion.ts';
import { orRefusal } from './or-refusal.ts';

/** A run of the folder the program was started in. */
export interface FoundRun {
  readonly id: string;
  readonly folder: string;
  readonly state: RunState;
}

/** The run that `typed` names, read in full; a `Refusal` says why there is none, with those that may be meant. */
export async function findRun(typed: string): Promise<FoundRun> {
  const root = findRoot(process.cwd());
  const resolved = await orRefusal(`What was run in ${root}`, resolveRun(root, typed));
  switch (resolved.kind) {
    case 'run':
      return read(resolved.id, runFolder(root, resolved.id));
    case 'ambiguous':
      throw new Refusal(`${typed} may be more than one run:${listOf(resolved.candidates)}`, 1);
    case 'unknown': {
      const none = `Nothing has been run in ${root} yet. Start a run: dagwright run FILE`;
      if (resolved.candidates.length === 0) throw new Refusal(none, 1);
      throw new Refusal(`There is no run called ${typed} in ${root}. The newest are:${listOf(resolved.candidates)}`, 1);
    }
    default:
      resolved satisfies never;
      throw new TypeError('A run was resolved to something new.');
  }
}

/** The task of `run` that `name` means, an instance also by some of its values; a `Refusal` says that there is none, or more than one, and which may be meant. */
export function findTask(run: FoundRun, name: string): TaskState {
  const { tasks } = run.state;
  const task = tasks.get(name);
  if (task) return task;
  const chosen = chooseTasks(taskGraph([...tasks.values()].map(({ definition }) => definition)), [name]);
  const meant = 'names' in chosen ? chosen.names : [];
  const [only = ''] = meant;
  const found = meant.length === 1 ? tasks.get(only) : undefined;
  if (found) return found;
  if (meant.length > 1) throw new Refusal(`${name} may be more than one task:${listOf(meant)}`, 1);
  const hint = didYouMean(name, [...run.state.tasks.keys()]);
  throw new Refusal(`Run ${run.id} has no task called ${name}.${hint} Its tasks: dagwright show ${run.id}`, 1);
}

async function read(id: string, folder: string): Promise<FoundRun> {
  const reading = await orRefusal(`The journal of run ${id}`, readRun(folder));
  if (reading.kind !== 'run') throw new Refusal(faultText(reading, id), 1);
  return { id, folder, state: reading.state };
}

function listOf(candidates: readonly string[]): string {
  const more = candidates.length - 10;
  return `\n${candidates
    .slice(0, 10)
    .map(id => `  ${id}\n`)
    .join('')}${more > 0 ? `  … and ${more} more\n` : ''}`.trimEnd();
}
