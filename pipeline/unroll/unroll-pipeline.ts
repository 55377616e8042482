import { isGroup, type Json, type Pipeline, type Task } from '../pipeline.ts';
import { countMembers, countTasks } from './task-count.ts';
import { Unroller } from './unroller.ts';
import type { UsedFiles } from './used-files.ts';

/** The flat list of what is run, or a sentence on why there is none: it would be too long, or a file has not been read. */
export type Unrolled =
  | { readonly ok: true; readonly tasks: readonly Task[] }
  | { readonly ok: false; readonly message: string };

/**
 * Turns what the file at `file` (absolute) says into the tasks of a run: behind each group stand its members, a group
 * before its own. The instances of `foreach` are not known yet: see `unrollInstances`. A file without groups gives its
 * very own list. Linear in the tasks of the run.
 *
 * - A group keeps `matrix` or `foreach`. An instance has lost them and says `instance` and `group`; it keeps `needs` and
 *   `triggerRule`, which have let its group open, so that it is known whose outputs it may read.
 * - `if` stays on the group unless it reads the matrix or the item, also by a variable of `env` that does: then it is
 *   the instances' own, as such variables are. (Of `foreach`: see `Foreach.each`.)
 * - `action.file` of a task that uses another pipeline is absolute. Its members say `group` and `scope`.
 */
export function unrollPipeline(pipeline: Pipeline, file: string, files: UsedFiles): Unrolled {
  const count = countTasks(pipeline, file, files);
  if ('problem' in count) return { ok: false, message: count.problem };
  if (!pipeline.tasks.some(isGroup)) return { ok: true, tasks: pipeline.tasks };
  return { ok: true, tasks: new Unroller(files).pipeline(pipeline, file) };
}

/**
 * The members of `group`, a `foreach` task of a run, for the items that its list turned out to have, and what stands
 * inside them; none for an empty list. `before`: how many tasks the run has already.
 */
export function unrollInstances(group: Task, items: readonly Json[], files: UsedFiles, before = 0): Unrolled {
  const count = countMembers(group, items.length, files, before);
  if ('problem' in count) return { ok: false, message: count.problem };
  return { ok: true, tasks: new Unroller(files).items(group, items) };
}
