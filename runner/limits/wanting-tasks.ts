import { dirname, resolve } from 'node:path';
import type { Task } from '../../pipeline/pipeline.ts';
import type { RunOptions } from '../run-options.ts';
import { localName } from '../task-index.ts';

/** What of a run's options says what its tasks take. */
export type LimitedRun = Pick<RunOptions, 'pipeline' | 'used'>;

/**
 * The tasks that a run may come to, each once as it is written: not its instances, and of a used pipeline not those that
 * stand in the run several times. What `foreach` may bring along is among them.
 */
export function* wantingTasks({ pipeline, used = {} }: LimitedRun): Iterable<Task> {
  const seen = new Set<string>();
  const files = new Map<string, string>();
  for (const task of pipeline.tasks) {
    const { name, scope, instance, action, foreach } = task;
    if (action.kind === 'pipeline') files.set(name, action.file);
    if (instance) continue;
    const written = scope === undefined ? name : `${files.get(scope)}\n${localName(name, scope)}`;
    if (isNew(seen, written)) yield task;
    if (foreach && action.kind === 'pipeline') yield* inside(action.file, used, seen);
  }
}

function* inside(file: string, used: NonNullable<LimitedRun['used']>, seen: Set<string>): Iterable<Task> {
  for (const task of used[file]?.pipeline.tasks ?? []) {
    if (!isNew(seen, `${file}\n${task.name}`)) continue;
    yield task;
    if (task.action.kind === 'pipeline') yield* inside(resolve(dirname(file), task.action.file), used, seen);
  }
}

function isNew(seen: Set<string>, text: string): boolean {
  return !seen.has(text) && Boolean(seen.add(text));
}
