import { evaluate, isTruthy } from '../../../pipeline/expression.ts';
import type { Param, Trigger } from '../../../pipeline/pipeline.ts';
import type { RunTrigger } from '../../event.ts';
import { triggerValues } from '../../trigger-values.ts';

type PipelineTrigger = Extract<Trigger, { kind: 'pipeline' }>;

/** Why the end of another pipeline starts nothing, as a sentence; nothing when it does. */
export function refusalOf(
  trigger: PipelineTrigger,
  params: Readonly<Record<string, Param>>,
  end: RunTrigger,
): string | undefined {
  const isSuccess = end.status === 'success';
  if (trigger.on !== 'end' && (trigger.on === 'success') !== isSuccess) return `It ended as ${end.status}.`;
  if (trigger.if === undefined) return undefined;
  const defaults = Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, param.default ?? null] as const),
  );
  const values = { params: defaults, env: {}, trigger: triggerValues(end) };
  const held = evaluate(trigger.if, { values });
  if (!held.ok) return `Its condition cannot be decided: ${held.message}`;
  return isTruthy(held.value) ? undefined : `Its condition does not hold: ${trigger.if}`;
}
