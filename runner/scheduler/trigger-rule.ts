import type { TriggerRule } from '../../pipeline/pipeline.ts';
import type { EndStatus } from '../event.ts';

/** How the needs of a task stand. Only ends are counted; `total - done` are still on their way. */
export interface NeedCounts {
  readonly total: number;
  readonly success: number;
  /** A task that was cancelled counts as failed: what needs it must not take it for done work. */
  readonly failed: number;
  readonly upstreamFailed: number;
  readonly skipped: number;
}

/** What a trigger rule says: wait for more needs, run, or end without having run. */
export type Verdict = 'wait' | 'run' | Extract<EndStatus, 'skipped' | 'upstream_failed'>;

/**
 * What `rule` says while the needs stand like `counts`. The rules are Airflow's (`trigger_rule_dep.py`), also in what
 * a rule that can no longer hold turns a task into and in when it is known: `one_success`, `one_failed` and `one_done`
 * do not wait for all needs. A task without needs always runs.
 */
export function verdict(rule: TriggerRule, counts: NeedCounts): Verdict {
  const { total, success, skipped } = counts;
  const failed = counts.failed + counts.upstreamFailed;
  const allDone = success + skipped + failed === total;
  if (total === 0) return 'run';
  switch (rule) {
    case 'all_success':
      return failed > 0 ? 'upstream_failed' : skipped > 0 ? 'skipped' : runWhen(allDone);
    case 'all_failed':
      return success + skipped > 0 ? 'skipped' : runWhen(allDone);
    case 'all_done':
      return runWhen(allDone);
    case 'one_success':
      return success > 0 ? 'run' : !allDone ? 'wait' : skipped === total ? 'skipped' : 'upstream_failed';
    case 'one_failed':
      return failed > 0 ? 'run' : allDone ? 'skipped' : 'wait';
    case 'one_done':
      return success + counts.failed > 0 ? 'run' : allDone ? 'skipped' : 'wait';
    case 'none_failed':
      return failed > 0 ? 'upstream_failed' : runWhen(allDone);
    case 'none_failed_min_one_success':
      return failed > 0 ? 'upstream_failed' : skipped === total ? 'skipped' : runWhen(allDone);
    case 'none_skipped':
      return skipped > 0 ? 'skipped' : runWhen(allDone);
    case 'all_skipped':
      return success + failed > 0 ? 'skipped' : runWhen(allDone);
    default:
      return rule satisfies never;
  }
}

function runWhen(allDone: boolean): Verdict {
  return allDone ? 'run' : 'wait';
}
