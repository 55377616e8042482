import type { Task, TriggerRule } from '../../pipeline/pipeline.ts';
import type { RunEvent } from '../event.ts';
import { conditionOperands, operandsText } from '../explain/condition-operands.ts';
import { reasonText } from '../run-directory/wording.ts';
import type { Workplace } from '../workplace.ts';
import type { Forecast } from './forecast.ts';

/** The first need of a task, or what it stands in, whose result is not known before. */
export function uncertainNeed(
  task: Task,
  forecastOf: (name: string) => Forecast | undefined,
  isUnknown: (name: string) => boolean,
): string | undefined {
  return task.needs.find(need => isUnknown(need) || forecastOf(need)?.will === 'depends');
}

/** The need of a task, or the group that it stands in, by which it is not known whether the task runs. */
export function needItDependsOn(task: Task, depends: (name: string) => boolean): string | undefined {
  if (task.group !== undefined && depends(task.group)) return task.group;
  return deaf.includes(task.triggerRule) ? undefined : task.needs.find(depends);
}

/** These rules let a task run also when a need of it was skipped. */
const deaf: readonly TriggerRule[] = ['all_done', 'none_failed'];

/** Why a task ends without running. */
export function endReason(event: Extract<RunEvent, { type: 'task_ended' }>, task: Task, place: Workplace): string {
  const { reason } = event;
  if (reason?.kind === 'condition') {
    const operands = operandsText(conditionOperands(task, place));
    return `if: ${reason.expression} is false${operands === '' ? '' : `: ${operands}`}`;
  }
  if (reason?.kind === 'rule' && reason.status === 'success') {
    return `trigger_rule ${reason.rule}: unless ${reason.task} ${reason.rule === 'all_skipped' ? 'is skipped' : 'fails'}`;
  }
  return reason ? reasonText(reason) : event.status.replaceAll('_', ' ');
}
