import type { Task } from '../../../pipeline/pipeline.ts';
import type { RunEvent, RunStarted } from '../../../runner/event.ts';
import { applyEvent, initialState, type RunState } from '../../../runner/run-state.ts';
import { makePipeline } from '../make-pipeline.ts';

/** The state of a run of `tasks` after `events`, whose times count from the start of the run. */
export function stateAfter(
  tasks: readonly Task[],
  events: readonly RunEvent[],
  more: Partial<RunStarted> = {},
): RunState {
  const state = initialState({
    ...{ type: 'run_started', at: 0, version: 1, runId: 'r1', name: 'demo', file: '/p/demo.pipeline.yaml' },
    ...{ fileHash: 'aaaa', params: {}, maxParallel: 2, failFast: false, host: 'h', pid: 7 },
    ...{ pipeline: makePipeline(tasks), versions: { dagwright: '0.1.0', node: '24.0.0' } },
    ...more,
  });
  for (const event of events) applyEvent(state, event);
  return state;
}

/** The events of one task: `queued`, then pairs of a start and an end; all attempts but the last failed. */
export function ran(task: string, queued: number, ...times: readonly number[]): RunEvent[] {
  const events: RunEvent[] = [{ type: 'task_queued', at: queued, task }];
  for (let index = 0; index < times.length; index += 2) {
    const [startedAt, endedAt] = [times[index] as number, times[index + 1]];
    const attempt = index / 2 + 1;
    if (index > 0) events.push({ type: 'task_queued', at: startedAt, task });
    events.push({ type: 'attempt_started', at: startedAt, task, attempt });
    if (endedAt === undefined) break;
    const isLast = index + 2 >= times.length;
    events.push({
      ...{ type: 'attempt_ended', at: endedAt, task, attempt },
      outcome: isLast ? { kind: 'success' } : { kind: 'exit', code: 1 },
      ...(!isLast && { retryAt: times[index + 2] as number }),
    });
    if (isLast) events.push({ type: 'task_ended', at: endedAt, task, status: 'success' });
  }
  return events;
}
