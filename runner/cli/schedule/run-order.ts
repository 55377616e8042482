import type { RunTrigger } from '../../event.ts';

/** What a scheduler tells the process that it started for a run. */
export interface RunOrder {
  readonly file: string;
  readonly runId: string;
  readonly trigger: RunTrigger;
}

/** Whether a message is such an order. */
export function isRunOrder(value: unknown): value is RunOrder {
  return typeof value === 'object' && value !== null && 'file' in value && 'runId' in value && 'trigger' in value;
}
