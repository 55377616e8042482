import type { Task } from '../../pipeline/pipeline.ts';
import type { Outcome } from '../event.ts';
import { statusOfSignal } from '../signal.ts';

/**
 * How many milliseconds to wait before `task` is tried again after its attempt number `attempt` (from 1) ended with
 * `outcome`, or `undefined` when it is not tried again. A cancelled attempt never is. `random` gives numbers in [0, 1).
 */
export function retryDelay(task: Task, attempt: number, outcome: Outcome, random: () => number): number | undefined {
  if (outcome.kind === 'success' || outcome.kind === 'cancelled') return undefined;
  if (attempt > task.retries || !isWorthRetry(task, outcome)) return undefined;
  const delay = Math.min(task.retryDelayMs * task.retryBackoff ** (attempt - 1), task.maxRetryDelayMs ?? longestDelay);
  return Math.round(delay * (1 - task.retryJitter * random()));
}

/** A year: what a backoff without a cap comes to rest at. */
const longestDelay = 365 * 24 * 3600 * 1000;

/**
 * With `retry_on_exit_codes` only those codes are; death by a signal counts as 128 + its number, as in a shell. They say
 * nothing of an attempt that never got to tell one.
 */
function isWorthRetry(task: Task, outcome: Outcome): boolean {
  if (!task.retryOnExitCodes) return true;
  switch (outcome.kind) {
    case 'exit':
      return task.retryOnExitCodes.includes(outcome.code);
    case 'signal':
      return task.retryOnExitCodes.includes(statusOfSignal(outcome.signal));
    default:
      return outcome.kind === 'timeout' || outcome.kind === 'lost';
  }
}
