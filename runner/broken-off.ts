import type { RunEvent } from './event.ts';
import { isEnd, type RunState, type TaskState } from './run-state.ts';

/** Why a run cannot go on, as a sentence. On a full disk, what runs is not to blame: it comes to its end, and the run is resumed with that. */
export function brokenOffText(why: string, isDiskFull: boolean, runId: string): string {
  const next = isDiskFull ? `. When there is room again, go on with it: dagwright resume ${runId}` : '';
  return `The run cannot go on, ${why}${next}`;
}

/** The ends of the tasks that a run leaves open which cannot go on: to those who listen, each task has its end. */
export function endsOfOpenTasks(state: RunState, at: number, message: string): readonly RunEvent[] {
  return [...state.tasks.values()]
    .filter(({ status }) => !isEnd(status))
    .map(task => ({ type: 'task_ended', at, task: task.name, ...endOf(task, message) }));
}

function endOf({ attempts, retryAt }: TaskState, message: string): EndOfTask {
  const outcome = attempts.at(-1)?.outcome?.kind;
  if (outcome === 'success') return { status: 'success' };
  if (outcome === 'exit' && retryAt === undefined) return { status: 'failed' };
  return { status: 'cancelled', reason: { kind: 'error', message } };
}

type EndOfTask = Pick<Extract<RunEvent, { type: 'task_ended' }>, 'status' | 'reason'>;
