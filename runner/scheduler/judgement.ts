import type { EndStatus, Reason } from '../event.ts';
import { ruleReason } from './reasons.ts';
import type { SchedulerOptions } from './scheduler-options.ts';
import type { TaskNode } from './task-node.ts';
import { verdict } from './trigger-rule.ts';

/** What the needs of a task, and then its `if`, say of it: wait, read files for that, run, or end without having run. */
export type Judgement = 'wait' | 'read' | 'run' | { readonly status: EndStatus; readonly reason: Reason };

/** Judges a task by the needs that have ended. Its condition is asked only when its rule lets it run. */
export function judgementOf(
  node: TaskNode,
  { condition, readsFirst }: Pick<SchedulerOptions, 'condition' | 'readsFirst'>,
): Judgement {
  const said = verdict(node.task.triggerRule, node);
  if (said === 'wait') return said;
  if (said !== 'run') return { status: said, reason: ruleReason(node) };
  if (readsFirst && !node.hasRead && readsFirst(node.task)) return 'read';
  if (node.task.if === undefined) return 'run';
  const asked = condition(node.task);
  if ('error' in asked) return { status: 'failed', reason: { kind: 'error', message: asked.error } };
  return asked.holds ? 'run' : { status: 'skipped', reason: { kind: 'condition', expression: node.task.if } };
}
