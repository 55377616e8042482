import { hostname } from 'node:os';
import type { Task } from '../../pipeline/pipeline.ts';
import type { RunEvent, RunStarted } from '../../runner/event.ts';
import { applyEvent, initialState, type RunState } from '../../runner/run-state.ts';

/** The first event of a run of `/project/p.pipeline.yaml` with the given tasks. */
export function startOf(tasks: readonly string[], overrides: Partial<RunStarted> = {}): RunStarted {
  const pipeline = {
    params: {},
    env: {},
    envFiles: [],
    secrets: [],
    failFast: false,
    pools: {},
    triggers: [],
    outputs: {},
  };
  return {
    ...{ type: 'run_started', at: 0, version: 1, runId: '1', name: 'p', file: '/project/p.pipeline.yaml' },
    ...{ pipeline: { ...pipeline, tasks: tasks.map(task) }, fileHash: '', params: {}, maxParallel: 1, failFast: false },
    ...{ host: hostname(), pid: process.pid, versions: { dagwright: '0', node: '0' } },
    ...overrides,
  };
}

/** How a run of the given tasks stands after the events. */
export function stateAfter(tasks: readonly string[], ...events: RunEvent[]): RunState {
  const state = initialState(startOf(tasks));
  for (const event of events) applyEvent(state, event);
  return state;
}

function task(name: string): Task {
  return {
    ...{
      name,
      action: { kind: 'script', script: 'true', shell: 'sh' },
      needs: [],
      triggerRule: 'all_success',
      env: {},
    },
    ...{ retries: 0, retryDelayMs: 0, retryBackoff: 1, retryJitter: 0, gracePeriodMs: 5000, continueOnError: false },
    ...{ inputs: [], outputs: {}, cache: false, resources: {}, priority: 0 },
  };
}
