import { isGroup } from '../../pipeline/pipeline.ts';
import type { RunState, TaskState } from '../run-state.ts';

/** Since when a task waits for nothing but the cache, which reads what the task depends on; `undefined` when it waits for something else, or for nothing. */
export function lookedUpSince({ status, definition }: TaskState, run: RunState): number | undefined {
  const { cache, group, needs } = definition;
  if (run.status !== 'running' || status !== 'pending' || !cache || isGroup(definition)) return undefined;
  const opened = group === undefined ? run.started.at : run.tasks.get(group)?.openedAt;
  const moments = [opened, ...needs.map(need => run.tasks.get(need)?.endedAt)];
  if (!moments.every(moment => moment !== undefined)) return undefined;
  return Math.max(...moments, run.resumptions.at(-1)?.at ?? 0);
}

/** What is said of such a task. */
export const lookedUpText = 'reading what it depends on';
