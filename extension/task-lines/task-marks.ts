import { type ShownStatus, shownStatus } from '../../runner/run-directory/shown-status.ts';
import type { RunState, TaskState } from '../../runner/run-state.ts';
import { taskStatusText } from './status-text.ts';

/** What stands beside the line of a task in the text. */
export interface TaskMark {
  readonly task: string;
  readonly line: number;
  readonly text: string;
}

/** The statuses whose text changes with time. */
export const tickingStatuses: readonly ShownStatus[] = ['running', 'retrying'];

/** The marks of a run in a text, by status; a task that the text does not have any more has none, nor one to which nothing has happened. A failed task says its last line too. */
export function taskMarks(
  lines: ReadonlyMap<string, number>,
  state: RunState,
  now: number,
  lastLineOf: (task: TaskState) => string | undefined = () => undefined,
): ReadonlyMap<ShownStatus, readonly TaskMark[]> {
  const marks = new Map<ShownStatus, TaskMark[]>();
  for (const task of state.tasks.values()) {
    const line = lines.get(task.name);
    const text = line === undefined ? '' : markText(task, state, now);
    if (line === undefined || text === '') continue;
    const status = shownStatus(task, state);
    const marked = marks.get(status);
    const said = status === 'failed' ? lastLineOf(task) : undefined;
    const mark = { task: task.name, line, text: said ? `${text} · ${said}` : text };
    if (marked) marked.push(mark);
    else marks.set(status, [mark]);
  }
  return marks;
}

function markText(task: TaskState, state: RunState, now: number): string {
  return shownStatus(task, state) === 'interrupted' ? 'interrupted' : taskStatusText(task, now);
}
