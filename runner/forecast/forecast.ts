import type { Task } from '../../pipeline/pipeline.ts';

/** What is expected of a task in a run that has not begun, if all that runs succeeds. */
export interface Forecast {
  readonly task: Task;
  readonly will: Will;
  /** A part of a sentence each: `train.py has changed`, `its need validate will run`. */
  readonly why: readonly string[];
  /** The need, or the group around it, that `why` speaks of. */
  readonly need?: string;
  /** Of what is cached or taken over: the run that did the work. */
  readonly run?: string;
}

/** `depends`: it is not known before whether it runs. `open`: a group whose members may start. */
export type Will = 'run' | 'open' | 'cached' | 'taken_over' | 'skipped' | 'depends' | 'fail' | 'not_run';

/** How many tasks are expected to come to what; groups are not counted, but for those whose members are not known. */
export function forecastTotals(forecasts: readonly Forecast[]): ReadonlyMap<Will, number> {
  const groups = new Set(forecasts.map(({ task }) => task.group));
  const totals = new Map<Will, number>();
  for (const { task, will } of forecasts) {
    if (!groups.has(task.name)) totals.set(will, (totals.get(will) ?? 0) + 1);
  }
  return totals;
}
