import type { Trigger } from '../../../pipeline/pipeline.ts';
import { CronTimes } from '../../../pipeline/schedule.ts';

/** A run that is there already for a scheduled time: the newest of them. */
export interface KnownRun {
  readonly id: string;
  readonly status: string;
}

/** What a backfill would do with one scheduled time, and why. */
export interface BackfillStep {
  readonly scheduledAt: number;
  readonly isRun: boolean;
  readonly reason: string;
}

/** Which times that have a run already get another one. */
export type Rerun = 'none' | 'failed' | 'all';

/** The times of the schedules of a pipeline from one moment to another, both included, the oldest first or the newest. */
export function backfillPlan(
  triggers: readonly Trigger[],
  range: { readonly from: number; readonly to: number; readonly isReverse: boolean },
  known: ReadonlyMap<number, KnownRun>,
  rerun: Rerun,
): readonly BackfillStep[] {
  const times = new Set<number>();
  for (const trigger of triggers) {
    if (trigger.kind !== 'cron') continue;
    const schedule = new CronTimes(trigger);
    for (let at = schedule.after(range.from - 1); at !== undefined && at <= range.to; at = schedule.after(at))
      times.add(at);
  }
  const sorted = [...times].sort((one, other) => (range.isReverse ? other - one : one - other));
  return sorted.map(scheduledAt => ({ scheduledAt, ...decision(known.get(scheduledAt), rerun) }));
}

function decision(run: KnownRun | undefined, rerun: Rerun): Pick<BackfillStep, 'isRun' | 'reason'> {
  if (!run) return { isRun: true, reason: 'has no run' };
  const had = `run ${run.id}: ${run.status}`;
  if (run.status === 'running') return { isRun: false, reason: had };
  const isRun = rerun === 'all' || (rerun === 'failed' && run.status !== 'success');
  return { isRun, reason: isRun ? `again, ${had}` : had };
}
