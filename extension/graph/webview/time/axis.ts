import { formatDuration } from '../../../../pipeline/duration.ts';

/** A line of the axis, in milliseconds from the start. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** The fewest pixels between two ticks. */
const apart = 90;

/** How far apart ticks stand when `width` pixels show `spanMs`: a round number of milliseconds. */
export function tickStep(spanMs: number, width: number): number {
  const wanted = spanMs / Math.max(1, width / apart);
  return steps.find(step => step >= wanted) ?? Math.ceil(wanted / day) * day;
}

/** The span that is shown of a run of `lengthMs`: up to the next tick, so that it grows by steps and not all the time. */
export function shownSpan(lengthMs: number, width: number): number {
  const step = tickStep(Math.max(lengthMs, shortest), width);
  return Math.max(shortest, Math.ceil(lengthMs / step) * step);
}

const shortest = 100;

export function ticksOf(spanMs: number, width: number): readonly Tick[] {
  const step = tickStep(spanMs, width);
  const ticks: Tick[] = [];
  for (let at = 0; at <= spanMs; at += step) ticks.push({ at, text: at === 0 ? '0' : formatDuration(at) });
  return ticks;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** 1, 2, 5 of what a person counts in. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map(count => count * second),
  ...[1, 2, 5, 10, 20, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 2, 5, 10].map(count => count * day),
];
