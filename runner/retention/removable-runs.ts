import type { RunSummary } from '../run-directory/run-summary.ts';

/** Which runs may go: all that is given must hold. */
export interface RetentionRules {
  /** So many of the newest stay. */
  readonly keep?: number;
  /** Runs that ended, or began, after this time stay; milliseconds since 1970. */
  readonly endedBefore?: number;
  /** Whether runs whose runner died go too: they could be gone on with. */
  readonly interrupted?: boolean;
}

/**
 * The runs that the rules let go, newest first, from `runs`, newest first. A run that goes on stays, and the newest of each pipeline,
 * and what cannot be read.
 */
export function removableRuns(runs: readonly RunSummary[], rules: RetentionRules): readonly RunSummary[] {
  const { keep = 0, endedBefore = Number.POSITIVE_INFINITY, interrupted = false } = rules;
  const pipelines = new Set<string>();
  return runs.filter((run, place) => {
    if (run.kind !== 'run') return false;
    const isNewest = !pipelines.has(run.file);
    pipelines.add(run.file);
    const isOver = run.status === 'interrupted' ? interrupted : run.status !== 'running';
    return !isNewest && place >= keep && isOver && (run.endedAt ?? run.startedAt) < endedBefore;
  });
}
