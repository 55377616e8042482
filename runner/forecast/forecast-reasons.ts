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

/** Why it is not known whether a task runs, when that hangs on one of its needs or on its group. */
export function dependsOnNeed(task: Task, depends: (name: string) => boolean): string | undefined {
  if (task.group !== undefined && depends(task.group)) return `${task.group} may be skipped`;
  if (deaf.includes(task.triggerRule)) return undefined;
  const need = task.needs.find(depends);
  return need === undefined ? undefined : `${need} may be skipped`;
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
    return `trigger_rule ${reason.rule}: unless ${reason.task} fails`;
  }
  return reason ? reasonText(reason) : event.status.replaceAll('_', ' ');
}
