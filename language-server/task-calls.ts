import type { Analysis } from '../pipeline/analyse.ts';
import type { TaskSyntax } from '../pipeline/syntax.ts';
import { taskAt } from '../pipeline/task-at.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { occurrenceAt } from './names/find-name.ts';
import { nameOf, placed } from './task-facts.ts';

/**
 * A task beside another one, with the places that tie them. A need is read as a call: a task calls what it needs, as a
 * function calls what must be done before it can answer. So what a task calls is upstream, and what calls it is downstream.
 */
export interface TaskCall {
  readonly task: TaskSyntax;
  /** In the `needs` of the task that waits, in the order of the text. */
  readonly places: readonly TextRange[];
}

/** The task whose name an offset touches, wherever the name stands; else the task that the offset is in. */
export function calledAt(analysis: Analysis, offset: number): TaskSyntax | undefined {
  const name = occurrenceAt(analysis, offset)?.name;
  return name?.kind === 'task' ? analysis.syntax.tasksByName.get(name.text) : taskAt(analysis.syntax, offset);
}

/** What a task needs, in the order in which it says so; names that no task has are left out. */
export function callsOf(analysis: Analysis, task: TaskSyntax): readonly TaskCall[] {
  const names = new Set(task.block.needs.map(need => String(need.value ?? '')));
  return [...names].flatMap(name => {
    const needed = analysis.syntax.tasksByName.get(name);
    return needed ? [{ task: needed, places: placesOfNeed(task, name) }] : [];
  });
}

/** What needs a task, in the order of the file. Linear in tasks + needs. */
export function callersOf(analysis: Analysis, task: TaskSyntax): readonly TaskCall[] {
  const name = nameOf(task);
  return analysis.syntax.tasks
    .map(waiting => ({ task: waiting, places: placesOfNeed(waiting, name) }))
    .filter(({ places }) => places.length > 0);
}

function placesOfNeed(task: TaskSyntax, name: string): readonly TextRange[] {
  return task.block.needs.filter(need => String(need.value ?? '') === name).map(need => placed(task, need.range));
}
