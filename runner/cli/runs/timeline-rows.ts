import { tasksInOrder } from '../../run-directory/tasks-in-order.ts';
import { isEnd, type RunState, type TaskState } from '../../run-state.ts';

/** Some time in which a task did one thing; milliseconds since 1970. */
export interface Stretch {
  readonly kind: 'queued' | 'runs' | 'retrying' | 'taken';
  readonly from: number;
  readonly to: number;
  /** How the attempt ended; absent while it runs. */
  readonly isSuccess?: boolean;
}

/** One line of a timeline: a task, or a group with all that stands in it. */
export interface TimelineRow {
  readonly task: TaskState;
  /** How many groups it stands in. */
  readonly depth: number;
  /** How many of its members the row stands for as well. */
  readonly folded: number;
  readonly stretches: readonly Stretch[];
}

/**
 * The lines of a run's timeline, in the order of the file, members below their groups. When they are more than `most`,
 * groups stand for their members. `now` ends what goes on; a run that was interrupted stopped at its last event.
 */
export function timelineRows(state: RunState, now: number, most: number): TimelineRow[] {
  const end = state.status === 'running' ? now : (state.endedAt ?? lastMoment(state));
  const all = tasksInOrder(state).map(task => rowOf(task, state, end));
  const rows = all.length > most ? folded(all, state) : all;
  return rows.filter(row => row.stretches.length > 0);
}

function rowOf(task: TaskState, state: RunState, end: number): TimelineRow {
  return { task, depth: ancestors(task, state).length, folded: 0, stretches: stretchesOf(task, end) };
}

function folded(rows: readonly TimelineRow[], state: RunState): TimelineRow[] {
  const members = new Map<string, TimelineRow[]>();
  for (const row of rows) {
    const outermost = ancestors(row.task, state).at(-1);
    if (outermost === undefined) continue;
    const others = members.get(outermost);
    if (others) others.push(row);
    else members.set(outermost, [row]);
  }
  return rows
    .filter(row => row.depth === 0)
    .map(row => {
      const inside = members.get(row.task.name) ?? [];
      return {
        ...row,
        folded: inside.length,
        stretches: inside.flatMap(member => member.stretches).concat(row.stretches),
      };
    });
}

/** The groups that a task stands in, the nearest first. */
function ancestors({ definition }: TaskState, state: RunState): string[] {
  const groups: string[] = [];
  for (let { group } = definition; group !== undefined; group = state.tasks.get(group)?.definition.group) {
    if (groups.includes(group)) break;
    groups.push(group);
  }
  return groups;
}

function stretchesOf(task: TaskState, end: number): Stretch[] {
  const { attempts, queuedAt, retryAt, endedAt, source, status } = task;
  const stretches: Stretch[] = [];
  let waitsSince: number | undefined;
  for (const attempt of attempts) {
    const { queuedAt: queued = attempt.startedAt, startedAt, endedAt: ended, outcome } = attempt;
    if (waitsSince !== undefined) stretches.push({ kind: 'retrying', from: waitsSince, to: queued });
    if (queued < startedAt) stretches.push({ kind: 'queued', from: queued, to: startedAt });
    const isSuccess = outcome && { isSuccess: outcome.kind === 'success' };
    stretches.push({ kind: 'runs', from: startedAt, to: ended ?? end, ...isSuccess });
    waitsSince = ended;
  }
  if (status === 'retrying' && waitsSince !== undefined)
    stretches.push({ kind: 'retrying', from: waitsSince, to: Math.min(end, retryAt ?? end) });
  if (status === 'queued' && queuedAt !== undefined) stretches.push({ kind: 'queued', from: queuedAt, to: end });
  if (source && isEnd(status) && endedAt !== undefined) stretches.push({ kind: 'taken', from: endedAt, to: endedAt });
  return stretches;
}

/** The time of the last thing that is known of a run. */
function lastMoment({ started, tasks }: RunState): number {
  let last = started.at;
  for (const { attempts, endedAt, queuedAt, openedAt } of tasks.values()) {
    const attempt = attempts.at(-1);
    last = Math.max(last, endedAt ?? 0, queuedAt ?? 0, openedAt ?? 0, attempt?.endedAt ?? attempt?.startedAt ?? 0);
  }
  return last;
}
