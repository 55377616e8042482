import type { Task, TriggerRule } from '../../../pipeline/pipeline.ts';
import type { EndStatus } from '../../../runner/event.ts';

/** Whether a task with this rule and so many needs may start when these of them have ended like this. */
export function isRuleKept(rule: TriggerRule, needs: number, ended: readonly NeedEnd[]): boolean {
  return needs === 0 || kept[rule](ended, ended.length === needs);
}

/** How a need has ended. */
export interface NeedEnd {
  readonly task: Task;
  readonly status: EndStatus;
}

/** What language.md says of each rule, in other words than the scheduler's. */
const kept: Record<TriggerRule, (ended: readonly NeedEnd[], areAll: boolean) => boolean> = {
  all_success: (ended, areAll) => areAll && ended.every(isGood),
  all_failed: (ended, areAll) => areAll && ended.every(isBad),
  all_done: (_, areAll) => areAll,
  one_success: ended => ended.some(isGood),
  one_failed: ended => ended.some(isBad),
  one_done: ended => ended.some(need => isGood(need) || need.status === 'failed' || need.status === 'cancelled'),
  none_failed: (ended, areAll) => areAll && !ended.some(isBad),
  none_failed_min_one_success: (ended, areAll) => areAll && !ended.some(isBad) && ended.some(isGood),
  none_skipped: (ended, areAll) => areAll && !ended.some(({ status }) => status === 'skipped'),
  all_skipped: (ended, areAll) => areAll && ended.every(({ status }) => status === 'skipped'),
};

function isGood({ task, status }: NeedEnd): boolean {
  return status === 'success' || (status === 'failed' && task.continueOnError);
}

function isBad(need: NeedEnd): boolean {
  return need.status !== 'skipped' && !isGood(need);
}
