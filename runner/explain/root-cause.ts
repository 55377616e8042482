import type { RunState, TaskState } from '../run-state.ts';

/**
 * The tasks from `task` to the one that all hangs on, each because of the next: down the needs by which a rule could no
 * longer hold, and into groups to the member that failed. `task` alone when it has its end of itself.
 */
export function rootCause(state: RunState, task: TaskState): TaskState[] {
  const chain = [task];
  const seen = new Set([task.name]);
  for (let next = culpritOf(state, task); next && !seen.has(next.name); next = culpritOf(state, next)) {
    seen.add(next.name);
    chain.push(next);
  }
  return chain;
}

function culpritOf(state: RunState, { name, status, reason, attempts }: TaskState): TaskState | undefined {
  if (reason) return reason.kind === 'rule' ? state.tasks.get(reason.task) : undefined;
  if (status !== 'failed' || attempts.length > 0) return undefined;
  return [...state.tasks.values()].find(
    ({ definition, status: ended }) => definition.group === name && ended === 'failed' && !definition.continueOnError,
  );
}
