import { outcomeText, reasonText } from '../run-directory/wording.ts';
import type { RunState, TaskState } from '../run-state.ts';
import { isEnd } from '../run-state.ts';
import { Scopes } from '../scopes.ts';
import { TaskExpressions } from '../task-expressions.ts';
import { conditionOperands, type Operand } from './condition-operands.ts';
import { rootCause } from './root-cause.ts';
import { type Waits, waitsOf } from './waits.ts';

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
    why: whyOf(state, task),
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

function whyOf(state: RunState, task: TaskState): string {
  const { name, status, reason, attempts, source, definition } = task;
  const rule = definition.triggerRule;
  const last = attempts.at(-1);
  if (source?.kind === 'cache')
    return `${name} was not run: nothing that it depends on has changed since run ${source.run}, whose result it has.`;
  if (source) return `${name} was not run: its success was taken over from run ${source.run}.`;
  if (reason?.kind === 'condition') return `${name} was skipped: its condition was false.`;
  if (reason?.kind === 'rule' && task.openedAt !== undefined)
    return `${name} is a group and ${status.replaceAll('_', ' ')}, for ${reasonText(reason).replace(/^\w+: /, '')}.`;
  if (reason?.kind === 'rule')
    return `${name} was ${status === 'skipped' ? 'skipped' : 'not run'}: its trigger_rule ${rule} could no longer hold, for ${reasonText(reason)}.`;
  if (reason) return `${name}: ${status.replaceAll('_', ' ')}, ${reasonText(reason)}.`;
  if (!isEnd(status)) return notYet(state, task);
  if (!last)
    return task.openedAt === undefined
      ? `${name}: ${status.replaceAll('_', ' ')}.`
      : `${name} is a group: it ended as its members did.`;
  const tries = attempts.length === 1 ? '' : ` in attempt ${attempts.length} of at most ${1 + definition.retries}`;
  if (status === 'success')
    return `${name} was run${task.missed ? ', for the cache had nothing for it,' : definition.cache ? '' : ' (it has no cache, so it is each time)'} and succeeded${tries}.`;
  return `${name} ${status}${tries}${last.outcome ? `: ${outcomeText(last.outcome)}` : ''}.`;
}

function notYet(state: RunState, { name, status, definition }: TaskState): string {
  if (state.status === 'interrupted') return `${name} has no end: the run was interrupted.`;
  if (status === 'queued')
    return `${name} waits for a free place: ${state.started.maxParallel} run at once${definition.pool === undefined ? '' : `, and its pool is ${definition.pool}`}.`;
  if (status !== 'pending') return `${name} is ${status}.`;
  const gates = definition.group === undefined ? definition.needs : [...definition.needs, definition.group];
  const open = gates.filter(gate => {
    const found = state.tasks.get(gate);
    return found && (gate === definition.group ? found.openedAt === undefined : !isEnd(found.status));
  });
  return `${name} waits for ${open.join(', ') || 'its turn'}.`;
}

function ownReason(task: TaskState): { readonly why?: string } {
  if (task.reason) return task.reason.kind === 'rule' ? {} : { why: reasonText(task.reason) };
  const outcome = task.attempts.at(-1)?.outcome;
  return outcome ? { why: outcomeText(outcome) } : {};
}

/** A journal does not keep the variables from files, so a condition that reads one is not worked out. */
function conditionOf(state: RunState, task: TaskState): TaskExplanation['condition'] {
  const { definition, reason } = task;
  const wasAsked = task.attempts.length > 0 || task.openedAt !== undefined || reason?.kind === 'condition';
  if (definition.if === undefined || !wasAsked) return undefined;
  const expressions = new TaskExpressions(state);
  const scopes = new Scopes(state, expressions, new Map());
  const holds = reason?.kind !== 'condition';
  try {
    return { expression: definition.if, holds, operands: conditionOperands(definition, { scopes, expressions }) };
  } catch {
    return { expression: definition.if, holds, operands: [] };
  }
}
