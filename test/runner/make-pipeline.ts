import type { Pipeline, Task } from '../../pipeline/pipeline.ts';

/** A task with every default; `run` is its script for sh. */
export function makeTask(name: string, run: string, more: Partial<Task> = {}): Task {
  return {
    name,
    action: { kind: 'script', script: run, shell: 'sh' },
    needs: [],
    triggerRule: 'all_success',
    env: {},
    retries: 0,
    retryDelayMs: 0,
    retryBackoff: 1,
    retryJitter: 0,
    gracePeriodMs: 300,
    continueOnError: false,
    inputs: [],
    outputs: {},
    cache: false,
    resources: {},
    priority: 0,
    ...more,
  };
}

export function makePipeline(tasks: readonly Task[], more: Partial<Pipeline> = {}): Pipeline {
  return {
    params: {},
    env: {},
    envFiles: [],
    secrets: [],
    failFast: false,
    pools: {},
    triggers: [],
    outputs: {},
    tasks,
    ...more,
  };
}
