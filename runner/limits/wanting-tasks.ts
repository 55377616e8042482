import { dirname, resolve } from 'node:path';
import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import type { RunOptions } from '../run-options.ts';
import { localName } from '../task-index.ts';

/** What of a run's options says what its tasks take. */
export type LimitedRun = Pick<RunOptions, 'pipeline' | 'used'>;

/** A task, and the pipeline that it is written in. */
export interface WantingTask {
  readonly task: Task;
  readonly home: Pipeline;
}

/**
 * The tasks that a run may come to, each once as it is written: not its instances, and of a used pipeline not those that
 * stand in the run several times. What `foreach` may bring along is among them.
 */
export function* wantingTasks({ pipeline, used = {} }: LimitedRun): Iterable<WantingTask> {
  const seen = new Set<string>();
  const files = new Map<string, string>();
  for (const task of pipeline.tasks) {
    const { name, scope, instance, action, foreach } = task;
    if (action.kind === 'pipeline') files.set(name, action.file);
    if (instance) continue;
    const file = scope === undefined ? undefined : files.get(scope);
    const written = scope === undefined ? name : `${file}\n${localName(name, scope)}`;
    const home = file === undefined ? pipeline : used[file]?.pipeline;
    if (home && isNew(seen, written)) yield { task, home };
    if (foreach && action.kind === 'pipeline') yield* inside(action.file, used, seen);
  }
}

function* inside(file: string, used: NonNullable<LimitedRun['used']>, seen: Set<string>): Iterable<WantingTask> {
  const home = used[file]?.pipeline;
  for (const task of home?.tasks ?? []) {
    if (!home || !isNew(seen, `${file}\n${task.name}`)) continue;
    yield { task, home };
    if (task.action.kind === 'pipeline') yield* inside(resolve(dirname(file), task.action.file), used, seen);
  }
}

function isNew(seen: Set<string>, text: string): boolean {
  return !seen.has(text) && Boolean(seen.add(text));
}
