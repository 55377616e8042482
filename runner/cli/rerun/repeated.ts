import { existsSync } from 'node:fs';
import type { Task } from '../../../pipeline/pipeline.ts';
import { countedOf } from '../../run-directory/counted-tasks.ts';
import type { RunState } from '../../run-state.ts';
import { type Cause, causeText } from '../../select/cause.ts';
import { chooseTasks } from '../../select/choose-tasks.ts';
import { lateMembers } from '../../select/late-members.ts';
import { isSuccess } from '../../select/past.ts';
import { pastRun } from '../../select/past-run.ts';
import { type Before, planRerun, type Rerun, unsuccessful } from '../../select/rerun.ts';
import { taskChanges } from '../../select/task-changes.ts';
import { taskGraph } from '../../select/task-graph.ts';
import { Refusal } from '../refusal.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import type { FoundRun } from '../runs/find-run.ts';
import { editedSince } from './edited-since.ts';
import { withLateMembers } from './with-late-members.ts';

/** What of a run is to be done again: what did not succeed, or some tasks, each with all below; when neither is said nor a param given, everything. */
export interface RerunWishes {
  readonly failed?: boolean;
  readonly from?: readonly string[];
  readonly param: readonly string[];
  /** With the pipeline as it was then. */
  readonly recorded?: boolean;
}

/** The part of `prepared` that is run again, with what the run `found` has done already taken over. A `Refusal` says when there is nothing to run. */
export async function repeated(prepared: PreparedRun, found: FoundRun, wishes: RerunWishes): Promise<PreparedRun> {
  const options = { ...prepared.options, rerunOf: found.id };
  const isWhole = !wishes.failed && wishes.from === undefined && wishes.param.length === 0;
  if (isWhole) return { ...prepared, options };
  const before = await withLateMembers(found);
  const edited = await editedSince(prepared.options, before);
  const start = (tasks: readonly Task[], past: Before) => startOf(tasks, wishes, past, before.id);
  const again = runAgain(prepared, before.state, start, edited);
  if (!again) throw new Refusal(nothingText(before, wishes));
  const notes = [...prepared.notes, ...notesOf(again, before.id)];
  return { options: { ...again.options, rerunOf: before.id }, notes };
}

function nothingText({ id, state }: FoundRun, { failed }: RerunWishes): string {
  const nothing = 'Nothing to run again';
  return failed || state.status === 'success'
    ? `${nothing}: all of run ${id} succeeded, and nothing has changed.`
    : `${nothing}: nothing has changed since run ${id}. What did not succeed in it: dagwright rerun ${id} --failed`;
}

/** What is run again, and why. */
export interface Again {
  readonly options: PreparedRun['options'];
  readonly plan: Rerun;
  /** What is not as it was in the file and the params. */
  readonly changes: ReadonlyMap<string, Cause>;
}

/**
 * Runs again what `startOf` says, what has changed in the file and what is `edited`, with all below, and takes over the rest;
 * `undefined` when that is nothing.
 */
export function runAgain(
  { options }: PreparedRun,
  before: RunState,
  startOf: (tasks: readonly Task[], past: Before) => ReadonlyMap<string, Cause>,
  edited: ReadonlyMap<string, Cause> = new Map(),
): Again | undefined {
  const { pipeline, takenOver: selected = new Map() } = options;
  const late = lateMembers(pipeline.tasks, before);
  const tasks = [...pipeline.tasks, ...late];
  const past = withSelected(pastRun(before, existsSync), selected);
  const changes = taskChanges(before.started, options);
  const start = new Map(startOf(tasks, past));
  for (const [name, cause] of [...edited, ...changes]) if (!selected.has(name)) start.set(name, cause);
  const plan = planRerun(tasks, start, past);
  if ([...plan.causes.values()].every(({ kind }) => kind === 'skipped')) return undefined;
  const known = new Set(late.map(({ name }) => name));
  const run = plan.tasks.filter(({ name }) => !known.has(name));
  return { options: { ...options, pipeline: { ...pipeline, tasks: run }, takenOver: plan.takenOver }, plan, changes };
}

/** What stands outside of the part that is run is taken over from where the part found it. */
function withSelected(past: Before, selected: NonNullable<PreparedRun['options']['takenOver']>): Before {
  if (selected.size === 0) return past;
  return {
    statusOf: name => past.statusOf(name) ?? (selected.has(name) ? 'success' : undefined),
    successOf: task => {
      const found = past.successOf(task);
      return isSuccess(found) ? found : (selected.get(task.name) ?? found);
    },
  };
}

function startOf(tasks: readonly Task[], wishes: RerunWishes, past: Before, id: string): Map<string, Cause> {
  const start = wishes.failed ? unsuccessful(tasks, past) : new Map<string, Cause>();
  if (wishes.from === undefined) return start;
  const chosen = chooseTasks(taskGraph(tasks), wishes.from);
  if ('errors' in chosen) throw new Refusal(`${chosen.errors.join('\n')}\nThe tasks of that run: dagwright show ${id}`);
  for (const name of chosen.names) start.set(name, { kind: 'asked' });
  return start;
}

function notesOf({ plan, changes }: Again, id: string): string[] {
  const { causes, takenOver, leftOut, tasks } = plan;
  const again = tasks.flatMap(({ name }) => {
    const cause = causes.get(name);
    return cause && (changes.has(name) || unforeseen.includes(cause.kind)) ? [[name, cause] as const] : [];
  });
  const counted = countedOf(tasks);
  const taken = counted.filter(({ name }) => takenOver.has(name)).length;
  const shown = again
    .slice(0, shownNotes)
    .map(([name, cause]) => `${name} runs${cause.kind === 'new' ? '' : ' again'}: ${causeText(cause)}.`);
  return [
    ...shown,
    ...(again.length > shownNotes ? [`And ${again.length - shownNotes} more run, for such reasons.`] : []),
    ...(taken > 0 ? [`${taken} of ${counted.length} tasks are taken over from run ${id}.`] : []),
    ...(leftOut.length > 0
      ? [`Left out, for it did not succeed and was not asked for: ${listOf(leftOut)}. (--failed runs it too.)`]
      : []),
  ];
}

/** Causes that nobody asked for. */
const unforeseen: readonly Cause['kind'][] = ['gone', 'changed', 'input', 'script'];

const shownNotes = 5;

function listOf(names: readonly string[]): string {
  const more = names.length - shownNotes;
  return names.slice(0, shownNotes).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
