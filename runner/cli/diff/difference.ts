import type { Json } from '../../../pipeline/pipeline.ts';
import { countedTasks } from '../../run-directory/counted-tasks.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { type Change, changes } from './change.ts';
import { definitionChanges } from './definition-changes.ts';

/** How a task differs; `added` and `removed` ones are in one of the runs only. */
export interface TaskDifference {
  readonly task: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Keys of what the file says of it. */
  readonly definition: readonly Change[];
  readonly status?: Change;
  /** Where a success came from that was not run for: a cache, another run, or `run` when it was. */
  readonly source?: Change;
  readonly attempts?: Change;
  readonly outputs: readonly Change[];
  /** What the cache found different from a past success, when it was asked in vain in the later run alone, or found something else: `data/raw.csv has changed`. */
  readonly missed?: readonly string[];
  /** Milliseconds from the first start to the end; only when they differ notably. */
  readonly duration?: Change;
}

/** What differed between two runs. */
export interface Difference {
  /** What they were started with and where: params, versions, commit, the pipeline's own keys. */
  readonly run: readonly Change[];
  readonly tasks: readonly TaskDifference[];
  /** How many tasks did not differ; groups are not counted where their members are. */
  readonly same: number;
}

/** Compares two runs, of one pipeline or of two, by the names of their tasks. */
export function differenceOf(before: RunState, after: RunState): Difference {
  const names = new Set([...before.tasks.keys(), ...after.tasks.keys()]);
  const tasks: TaskDifference[] = [];
  for (const name of names) {
    const difference = taskDifference(name, before.tasks.get(name), after.tasks.get(name));
    if (difference) tasks.push(difference);
  }
  const differ = new Set(tasks.map(({ task }) => task));
  const same = countedTasks(after).filter(({ name }) => !differ.has(name)).length;
  return { run: runChanges(before, after), tasks, same };
}

function runChanges(before: RunState, after: RunState): Change[] {
  const [one, other] = [before.started, after.started];
  const params = new Set([...Object.keys(one.params), ...Object.keys(other.params)]);
  const env = new Set([...Object.keys(one.pipeline.env), ...Object.keys(other.pipeline.env)]);
  return changes([
    ['status', before.status, after.status],
    ['file', one.file, other.file],
    ['content of the file', one.fileHash.slice(0, 12), other.fileHash.slice(0, 12)],
    ...[...params].map(name => [`param ${name}`, one.params[name], other.params[name]] as const),
    ...[...env].map(name => [`env ${name}`, one.pipeline.env[name], other.pipeline.env[name]] as const),
    ['commit', one.git?.commit, other.git?.commit],
    ['uncommitted changes', one.git?.dirty, other.git?.dirty],
    ['tasks asked for', selectionOf(before), selectionOf(after)],
    ['max_parallel', one.maxParallel, other.maxParallel],
    ['fail_fast', one.failFast, other.failFast],
    ['dagwright', one.versions.dagwright, other.versions.dagwright],
    ['node', one.versions.node, other.versions.node],
    ['host', one.host, other.host],
    ...usedFiles(before, after),
  ]);
}

function usedFiles(before: RunState, after: RunState): (readonly [string, Json | undefined, Json | undefined])[] {
  const [one, other] = [before.started.used ?? {}, after.started.used ?? {}];
  const files = new Set([...Object.keys(one), ...Object.keys(other)]);
  const hash = (used: typeof one, file: string) => used[file]?.fileHash.slice(0, 12);
  return [...files].map(file => [`content of ${file}`, hash(one, file), hash(other, file)]);
}

function selectionOf({ started: { selection } }: RunState): Json {
  return selection ? `${selection.tasks.join(', ')} (${selection.with})` : 'all';
}

function taskDifference(
  name: string,
  before: TaskState | undefined,
  after: TaskState | undefined,
): TaskDifference | undefined {
  if (!before || !after) return { task: name, kind: before ? 'removed' : 'added', definition: [], outputs: [] };
  const definition = definitionChanges(before.definition, after.definition);
  const outputs = changes(
    [...new Set([...Object.keys(before.outputs ?? {}), ...Object.keys(after.outputs ?? {})])].map(
      output => [output, before.outputs?.[output], after.outputs?.[output]] as const,
    ),
  );
  const [status] = changes([['status', before.status, after.status]]);
  const [source] = changes([['source', sourceOf(before), sourceOf(after)]]);
  const [attempts] = changes([['attempts', before.attempts.length, after.attempts.length]]);
  const duration = durationChange(before, after);
  const missed = JSON.stringify(before.missed) === JSON.stringify(after.missed) ? undefined : after.missed;
  const isSame = definition.length + outputs.length === 0 && !status && !source && !attempts && !duration && !missed;
  if (isSame) return undefined;
  return {
    ...{ task: name, kind: 'changed', definition },
    ...(status && { status }),
    ...(source && { source }),
    ...(attempts && !source && { attempts }),
    outputs,
    ...(missed && { missed }),
    ...(duration && { duration }),
  };
}

function sourceOf({ source, attempts }: TaskState): Json | undefined {
  return source ? source.kind : attempts.length > 0 ? 'run' : undefined;
}

/** A fifth and a tenth of a second: less is noise. */
function durationChange(one: TaskState, other: TaskState): Change | undefined {
  const [before, after] = [durationOf(one), durationOf(other)];
  if (before === undefined || after === undefined || Math.abs(after - before) < 100) return undefined;
  return Math.abs(after - before) < 0.2 * Math.min(before, after) ? undefined : { what: 'duration', before, after };
}

function durationOf({ attempts, endedAt }: TaskState): number | undefined {
  const start = attempts[0]?.startedAt;
  return start === undefined || endedAt === undefined ? undefined : endedAt - start;
}
