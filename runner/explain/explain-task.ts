import { outcomeText, reasonText } from '../run-directory/wording.ts';
import type { RunState, TaskState } from '../run-state.ts';
import { Scopes } from '../scopes.ts';
import { TaskExpressions } from '../task-expressions.ts';
import { conditionOperands, keptOperands, type Operand } from './condition-operands.ts';
import { rootCause } from './root-cause.ts';
import { type Waits, waitsOf } from './waits.ts';
import { whySentence } from './why-sentence.ts';

/** Why a task of a run came to its end as it did, as far as the run itself tells. */
export interface TaskExplanation {
  /** A sentence. */
  readonly why: string;
  /** Its `if`, whether it held, and the values of what it reads; absent when it was not asked for. */
  readonly condition?: { readonly expression: string; readonly holds: boolean; readonly operands: readonly Operand[] };
  /** How each of its needs ended. */
  readonly needs: readonly { readonly task: string; readonly status: string }[];
  /** From what it hung on directly to what all hung on; none when it has its end of itself. */
  readonly because: readonly { readonly task: string; readonly status: string; readonly why?: string }[];
  readonly waits: Waits;
  /** Why the cache had nothing for it. */
  readonly missed?: readonly string[];
}

/** Explains how `task` stands. */
export function explainTask(state: RunState, task: TaskState): TaskExplanation {
  const [, ...chain] = rootCause(state, task);
  const condition = conditionOf(state, task);
  return {
    why: whySentence(state, task),
    ...(condition && { condition }),
    needs: task.definition.needs.flatMap(need => {
      const status = state.tasks.get(need)?.status;
      return status === undefined ? [] : [{ task: need, status }];
    }),
    because: chain.map(culprit => ({ task: culprit.name, status: culprit.status, ...ownReason(culprit) })),
    waits: waitsOf(state, task),
    ...(task.missed && { missed: task.missed }),
  };
}

function ownReason(task: TaskState): { readonly why?: string } {
  if (task.reason) return task.reason.kind === 'rule' ? {} : { why: reasonText(task.reason) };
  const outcome = task.attempts.at(-1)?.outcome;
  return outcome && outcome.kind !== 'success' ? { why: outcomeText(outcome) } : {};
}

/** A journal does not keep the variables from files, so a condition that reads one is not worked out. */
function conditionOf(state: RunState, task: TaskState): TaskExplanation['condition'] {
  const { definition, reason } = task;
  const wasFalse = reason?.kind === 'condition' && reason.expression === definition.if;
  const wasAsked = task.attempts.length > 0 || task.openedAt !== undefined || wasFalse;
  if (definition.if === undefined || !wasAsked) return undefined;
  const expressions = new TaskExpressions(state);
  const scopes = new Scopes(state, expressions, new Map());
  const holds = reason?.kind !== 'condition';
  try {
    const { envFiles } = scopes.of(definition).pipeline;
    const operands = keptOperands(conditionOperands(definition, { scopes, expressions }), envFiles);
    return { expression: definition.if, holds, operands };
  } catch {
    return { expression: definition.if, holds, operands: [] };
  }
}
