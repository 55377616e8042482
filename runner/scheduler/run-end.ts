import type { EndStatus } from '../event.ts';
import type { Canceller } from './task-node.ts';

/** What the ends of its tasks make of a run; those in a group do not count, and a failure that is gone on from is none. */
export class RunEnd {
  #hasFailed = false;
  #hasCancelled = false;

  failed(): void {
    this.#hasFailed = true;
  }

  ended(status: EndStatus): void {
    if (status === 'cancelled') this.#hasCancelled = true;
  }

  status(cancelledBy: Canceller | undefined): 'success' | 'failed' | 'cancelled' {
    if (cancelledBy === 'user') return 'cancelled';
    if (cancelledBy === 'timeout' || this.#hasFailed) return 'failed';
    return this.#hasCancelled ? 'cancelled' : 'success';
  }
}
