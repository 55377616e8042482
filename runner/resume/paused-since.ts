import type { RunEvent } from '../event.ts';

/**
 * Of the `events` of a run: how many milliseconds since a moment nobody carried it out, from the last thing that a runner
 * wrote to when the next one came. That time counts for no timeout.
 */
export function pausedSince(events: readonly RunEvent[]): (moment: number) => number {
  const pauses: { readonly from: number; readonly to: number }[] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const { type, at } of events) {
    if (type === 'run_resumed') pauses.push({ from: last, to: at });
    last = at;
  }
  return moment => pauses.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, moment)), 0);
}
