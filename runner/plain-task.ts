import type { Task } from '../pipeline/pipeline.ts';
import { callsHashFiles } from './cache/calls-hash-files.ts';

/**
 * Whether an attempt of the task may be told ahead, and others behind it: what it does depends on nothing that may change
 * until it begins, and how it ended on nothing but its exit status. A failure in a group may end others of that.
 */
export function isPlain(task: Task): boolean {
  if (task.cache || task.group !== undefined || task.workingDirectory !== undefined) return false;
  for (const _ in task.outputs) return false;
  return !callsHashFiles(task);
}
