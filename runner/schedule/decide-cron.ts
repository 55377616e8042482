import type { Trigger } from '../../pipeline/pipeline.ts';
import type { CronTimes } from '../../pipeline/schedule.ts';
import type { RunTrigger } from '../event.ts';
import type { PassReason } from './schedule-record.ts';

export type CronTrigger = Extract<Trigger, { kind: 'cron' }>;

/** What is decided of a schedule, in this order. */
export type CronDecision =
  | { readonly kind: 'pass'; readonly reason: PassReason; readonly upTo?: number }
  | { readonly kind: 'wait'; readonly causes: readonly RunTrigger[] }
  | { readonly kind: 'start'; readonly cause: RunTrigger }
  /** The runs that go on shall end: what waits takes their place. */
  | { readonly kind: 'cancel' };

/** What a decision is made from. */
export interface CronView {
  readonly key: string;
  readonly trigger: CronTrigger;
  readonly times: CronTimes;
  /** Scheduled times up to this one are decided. */
  readonly decidedUpTo: number;
  readonly waiting: readonly RunTrigger[];
  /** How many runs of the pipeline go on, and how many of them make up for missed times. */
  readonly active: number;
  readonly activeLate: number;
  /** How many missed times are caught up at the same time, and how many at all. */
  readonly lateAtOnce: number;
  readonly lateAtMost: number;
}

/** A time that is decided later than this is a missed one. */
export const missedAfterMs = 60_000;

/** When the first undecided time of a schedule is to be acted on: its time, put off by its jitter. */
export function nextDue({
  key,
  trigger,
  times,
  decidedUpTo,
}: Pick<CronView, 'key' | 'trigger' | 'times' | 'decidedUpTo'>):
  | {
      readonly scheduledAt: number;
      readonly due: number;
    }
  | undefined {
  const scheduledAt = times.after(decidedUpTo);
  return scheduledAt === undefined ? undefined : { scheduledAt, due: dueAt(key, trigger, scheduledAt) };
}

/** What happens with the scheduled times that have come by now and with what waits. Nothing is decided twice, wherever the clock jumps. */
export function decideCron(view: CronView, now: number): readonly CronDecision[] {
  const { missed, onTime, tooOld } = comeBy(view, now);
  const decisions: CronDecision[] = [];
  let { waiting, active, activeLate } = view;
  const { catchup, overlap } = view.trigger;
  const put = (causes: readonly RunTrigger[]) => {
    decisions.push({ kind: 'wait', causes });
    waiting = [...waiting, ...causes];
  };
  const start = (cause: RunTrigger) => {
    decisions.push({ kind: 'start', cause });
    waiting = waiting.filter(other => other !== cause);
    active++;
    if (cause.late) activeLate++;
  };
  if (tooOld !== undefined)
    decisions.push({ kind: 'pass', reason: catchup === 'all' ? 'limit' : 'missed', upTo: tooOld });
  if (missed.length > 0) put(missed.map(scheduledAt => ({ kind: 'cron', scheduledAt, late: true })));
  for (const scheduledAt of onTime) {
    const cause: RunTrigger = { kind: 'cron', scheduledAt };
    const isBehind = catchup === 'all' && waiting.some(({ late }) => late);
    if (isBehind) put([{ ...cause, late: true }]);
    else if (overlap === 'allow' || (active === 0 && waiting.length === 0)) start(cause);
    else if (overlap === 'skip') decisions.push({ kind: 'pass', reason: 'overlap', upTo: scheduledAt });
    else if (overlap === 'queue' && waiting.length >= view.lateAtMost)
      decisions.push({ kind: 'pass', reason: 'limit', upTo: scheduledAt });
    else if (overlap === 'queue') put([cause]);
    else {
      if (waiting.length > 0) decisions.push({ kind: 'pass', reason: 'replaced' });
      waiting = [];
      put([cause]);
      if (active > 0) decisions.push({ kind: 'cancel' });
    }
  }
  for (const cause of waiting) {
    const isFree = overlap === 'allow' ? activeLate < view.lateAtOnce : active < (cause.late ? view.lateAtOnce : 1);
    if (!isFree) break;
    start(cause);
  }
  return decisions;
}

interface ComeBy {
  /** To be made up for, the oldest first. */
  readonly missed: readonly number[];
  readonly onTime: readonly number[];
  /** The last of those that are not made up for. */
  readonly tooOld?: number;
}

/** The undecided times that are due. They are looked for backwards from now, so that a long absence costs nothing. */
function comeBy(view: CronView, now: number): ComeBy {
  const { key, trigger, decidedUpTo, times, lateAtMost } = view;
  const first = nextDue(view);
  if (!first || first.due > now) return { missed: [], onTime: [] };
  if ((times.after(first.scheduledAt) ?? Number.POSITIVE_INFINITY) > now && now - first.due <= missedAfterMs) {
    return { missed: [], onTime: [first.scheduledAt] };
  }
  const onTime: number[] = [];
  const missed: number[] = [];
  const atMost = trigger.catchup === 'all' ? lateAtMost : trigger.catchup === 'latest' ? 1 : 0;
  let from = now;
  for (;;) {
    const [time] = times.upTo(from, 1);
    if (time === undefined || time <= decidedUpTo) break;
    from = time - 1;
    const due = dueAt(key, trigger, time);
    // What comes after one whose jitter is not over waits for it.
    if (due > now) [onTime.length, missed.length] = [0, 0];
    else if (now - due <= missedAfterMs && missed.length === 0) onTime.unshift(time);
    else if (missed.length < (trigger.catchup === 'latest' && onTime.length > 0 ? 0 : atMost)) missed.unshift(time);
    else return { missed, onTime, tooOld: time };
  }
  return { missed, onTime };
}

/** The jitter of a time is always the same, so that it is not decided anew after a restart. */
function dueAt(key: string, { jitterMs }: CronTrigger, scheduledAt: number): number {
  return jitterMs === 0 ? scheduledAt : scheduledAt + Math.floor(chance(`${key} ${scheduledAt}`) * (jitterMs + 1));
}

/** A number in [0, 1) that looks like chance and is always the same for a text (FNV-1a, mixed). */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
