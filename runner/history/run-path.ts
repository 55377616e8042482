import type { RunState } from '../run-state.ts';
import { type Moment, momentsOf } from './moments.ts';

/** What held a run up: by what happened, not by what was expected. */
export interface RunPath {
  /** The tasks along which each waited for the one before it, for its end as a need or for the place that it held, up to the one that ended last. */
  readonly critical: readonly string[];
  /** By task that waited for a free place (a slot, room in a pool, cpus, memory, GPUs), the task that gave it up. */
  readonly placeOf: ReadonlyMap<string, string>;
  /** By task, how many milliseconds later it could have ended, had all waited for the same, without any end coming later than the run's. */
  readonly slackMs: ReadonlyMap<string, number>;
}

/** The critical path and the slack of a run, of what has ended so far. Costs tasks plus needs, and the sorting of the attempts. */
export function runPath(state: RunState): RunPath {
  const moments = momentsOf(state);
  const placeOf = new Map<string, string>();
  for (const moment of moments) if (moment.placeOf) placeOf.set(moment.task, moment.placeOf.task);
  return { critical: criticalPath(moments), placeOf, slackMs: slackOf(moments) };
}

function criticalPath(moments: readonly Moment[]): readonly string[] {
  const path: string[] = [];
  for (let moment = latest(moments); moment; moment = latest(moment.after))
    if (moment.isWork && path.at(-1) !== moment.task) path.push(moment.task);
  return path.reverse();
}

function latest(moments: readonly Moment[]): Moment | undefined {
  let last: Moment | undefined;
  for (const moment of moments) if (!last || moment.end > last.end) last = moment;
  return last;
}

/** Of several attempts, that of the last. */
function slackOf(moments: readonly Moment[]): ReadonlyMap<string, number> {
  const end = latest(moments)?.end ?? 0;
  const latestEnd = new Map<Moment, number>();
  const slack = new Map<string, number>();
  for (const moment of moments.toReversed()) {
    const mayEnd = latestEnd.get(moment) ?? end;
    const mayBegin = mayEnd - (moment.end - moment.begin);
    for (const before of moment.after) latestEnd.set(before, Math.min(latestEnd.get(before) ?? end, mayBegin));
    if (moment.isWork && !slack.has(moment.task)) slack.set(moment.task, Math.max(0, mayEnd - moment.end));
  }
  return slack;
}
