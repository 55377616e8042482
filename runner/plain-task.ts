import type { Task } from '../pipeline/pipeline.ts';
import { callsHashFiles } from './cache/calls-hash-files.ts';
import type { Durations } from './history/durations.ts';

/**
 * Whether an attempt of the task may be told ahead, and others behind it: what it does depends on nothing that may change
 * until it begins, and how it ended on nothing but its exit status; and it took no long time before, as far as is `known`.
 * A failure in a group may end others of that.
 */
export function isPlain(task: Task, known?: Durations): boolean {
  if ((known?.get(task.name) ?? 0) > shortMs) return false;
  if (task.cache || task.group !== undefined || task.workingDirectory !== undefined) return false;
  for (const _ in task.outputs) return false;
  return !callsHashFiles(task);
}

/** To be told ahead saves a fraction of a millisecond. */
const shortMs = 20;
