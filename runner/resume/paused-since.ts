import type { RunState } from '../run-state.ts';

/**
 * How many milliseconds since a moment nobody carried a run out, from the last thing that a runner wrote to when the next
 * one came. That time counts for no timeout.
 */
export function pausedSince({ resumptions }: Pick<RunState, 'resumptions'>): (moment: number) => number {
  return moment => resumptions.reduce((sum, { at, after }) => sum + Math.max(0, at - Math.max(after, moment)), 0);
}
