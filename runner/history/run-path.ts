import type { RunState, TaskState } from '../run-state.ts';
import { topological, type Work, worksOf } from './work.ts';

/** What held a run up: by what happened, not by what was expected. */
export interface RunPath {
  /** The tasks along which each waited for the one before it, up to the one that ended last. */
  readonly critical: readonly string[];
  /** By task, how many milliseconds later it could have ended without any end coming later than the run's. */
  readonly slackMs: ReadonlyMap<string, number>;
}

/** The critical path and the slack of a run, of what has ended so far. Costs tasks plus needs. */
export function runPath(state: RunState): RunPath {
  const works = worksOf(
    [...state.tasks.values()].map(task => task.definition),
    new Map(),
  );
  const spans = spansOf(works, state);
  return { critical: criticalPath(works, spans), slackMs: slackOf(works, spans) };
}

interface Span {
  readonly begin: number;
  readonly end: number;
  /** Whether anything ran in it. */
  readonly isWork: boolean;
}

/** For each work when it was; `undefined` for what has not ended. A group that opened is the points of its opening and its end. */
function spansOf(works: readonly Work[], state: RunState): readonly (Span | undefined)[] {
  const opened = new Set<string>();
  return works.map(({ task: { name }, takesSlot }) => {
    const task = state.tasks.get(name);
    if (!task) return undefined;
    if (takesSlot) return spanOf(task);
    const isOpening = !opened.has(name);
    opened.add(name);
    const at = isOpening ? (task.openedAt ?? task.endedAt) : task.endedAt;
    return at === undefined ? undefined : { begin: at, end: at, isWork: false };
  });
}

function spanOf({ attempts, endedAt }: TaskState): Span | undefined {
  if (endedAt === undefined) return undefined;
  return { begin: Math.min(endedAt, attempts[0]?.startedAt ?? endedAt), end: endedAt, isWork: attempts.length > 0 };
}

function criticalPath(works: readonly Work[], spans: readonly (Span | undefined)[]): readonly string[] {
  const before: number[][] = works.map(() => []);
  for (const [place, work] of works.entries()) for (const next of work.next) before[next]?.push(place);
  const latest = (places: Iterable<number>): number | undefined => {
    let last: number | undefined;
    for (const place of places) {
      const span = spans[place];
      if (span && (last === undefined || span.end > (spans[last]?.end ?? 0))) last = place;
    }
    return last;
  };
  const path: string[] = [];
  for (let place = latest(works.keys()); place !== undefined; place = latest(before[place] ?? []))
    if (spans[place]?.isWork) path.push(works[place]?.task.name ?? '');
  return path.reverse();
}

function slackOf(works: readonly Work[], spans: readonly (Span | undefined)[]): ReadonlyMap<string, number> {
  const end = spans.reduce((last, span) => Math.max(last, span?.end ?? 0), 0);
  const latestEnd = new Float64Array(works.length).fill(end);
  const slack = new Map<string, number>();
  for (const place of topological(works).reverse()) {
    const span = spans[place];
    const work = works[place];
    if (!span || !work) continue;
    for (const next of work.next) {
      const after = spans[next];
      if (!after) continue;
      const allowed = (latestEnd[next] ?? end) - (after.end - after.begin);
      latestEnd[place] = Math.min(latestEnd[place] ?? end, allowed);
    }
    if (span.isWork) slack.set(work.task.name, Math.max(0, (latestEnd[place] ?? end) - span.end));
  }
  return slack;
}
