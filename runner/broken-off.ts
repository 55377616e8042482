import type { RunEvent } from './event.ts';
import { endEvent } from './news-event.ts';
import { isEnd, type TaskState } from './run-state.ts';
import type { RunTools } from './run-tools.ts';

/** Why a run cannot go on, as a sentence. On a full disk, what runs is not to blame: it comes to its end, and the run is resumed with that. */
export function brokenOffText(why: string, isDiskFull: boolean, runId: string): string {
  const next = isDiskFull ? `. When there is room again, go on with it: dagwright resume ${runId}` : '';
  return `The run cannot go on, ${why}${next}`;
}

/** How a run ends: as it went, or, when it is `broken` off for that reason, as far as it got. */
export function endsOf(
  tools: Pick<RunTools, 'state' | 'journal'>,
  status: 'success' | 'failed' | 'cancelled',
  at: number,
  broken: string | undefined,
  message: string | undefined,
): readonly RunEvent[] {
  return broken === undefined ? [endEvent(tools.state, status, at, message)] : brokenEnds(tools, at, broken);
}

/**
 * What is told, and not written, of a run that cannot go on: the ends of what had come to its end, and that of the run. As
 * long as its folder is there it is interrupted and can be resumed; else no task can end any more.
 */
function brokenEnds(
  { state, journal }: Pick<RunTools, 'state' | 'journal'>,
  at: number,
  message: string,
): readonly RunEvent[] {
  const canBeResumed = journal.isReachable();
  const open = [...state.tasks.values()].filter(({ status }) => !isEnd(status));
  const ends = open
    .map(task => ({ task, end: endOf(task, message) }))
    .filter(({ end }) => !canBeResumed || end.status !== 'cancelled')
    .map(({ task, end }): RunEvent => ({ type: 'task_ended', at, task: task.name, ...end }));
  return [...ends, endEvent(state, canBeResumed ? 'interrupted' : 'failed', at, message)];
}

function endOf({ attempts, retryAt }: TaskState, message: string): EndOfTask {
  const outcome = attempts.at(-1)?.outcome?.kind;
  if (outcome === 'success') return { status: 'success' };
  if (outcome === 'exit' && retryAt === undefined) return { status: 'failed' };
  return { status: 'cancelled', reason: { kind: 'error', message } };
}

type EndOfTask = Pick<Extract<RunEvent, { type: 'task_ended' }>, 'status' | 'reason'>;
