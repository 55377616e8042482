import { runPath } from '../history/run-path.ts';
import type { RunState, TaskState } from '../run-state.ts';

/** How long a task waited before its first attempt, in milliseconds, and what for. */
export interface Waits {
  /** For the last of its needs, or for its group to open; from the beginning of the run. */
  readonly forNeeds?: { readonly ms: number; readonly last: string };
  /** For a free place, when its needs allowed it to start. */
  readonly forPlaceMs?: number;
  /** The task that gave up the place which it, or a later attempt, waited for. */
  readonly placeOf?: string;
}

/** What a task waited for, as far as it has waited. */
export function waitsOf(state: RunState, task: TaskState): Waits {
  const { queuedAt } = task;
  const readyAt = queuedAt ?? task.openedAt ?? task.endedAt;
  const last = lastGate(state, task);
  const startedAt = task.attempts[0]?.startedAt;
  const firstQueuedAt = task.attempts[0]?.queuedAt ?? queuedAt;
  const placeOf = task.attempts.length > 0 ? runPath(state).placeOf.get(task.name) : undefined;
  return {
    ...(readyAt !== undefined && last && { forNeeds: { ms: last.at - state.started.at, last: last.name } }),
    ...(startedAt !== undefined &&
      firstQueuedAt !== undefined && { forPlaceMs: Math.max(0, startedAt - firstQueuedAt) }),
    ...(placeOf !== undefined && { placeOf }),
  };
}

function lastGate(
  state: RunState,
  { definition, queuedAt, endedAt }: TaskState,
): { name: string; at: number } | undefined {
  const ends = definition.needs.flatMap(need => {
    const at = state.tasks.get(need)?.endedAt;
    return at === undefined ? [] : [{ name: need, at }];
  });
  const group = definition.group === undefined ? undefined : state.tasks.get(definition.group);
  if (group?.openedAt !== undefined) ends.push({ name: group.name, at: group.openedAt });
  // A rule may have been content before the last need had its end.
  const until = queuedAt ?? endedAt ?? Number.POSITIVE_INFINITY;
  return ends
    .filter(({ at }) => at <= until)
    .reduce<(typeof ends)[number] | undefined>((last, end) => (last && last.at > end.at ? last : end), undefined);
}
