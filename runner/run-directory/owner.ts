import { hostname } from 'node:os';
import type { RunStarted } from '../event.ts';
import { isProcessAlive } from '../process-identity.ts';

/** Whether the process that writes this run's journal is known to be gone; of another machine's processes nothing is known. */
export function isOwnerGone(started: Pick<RunStarted, 'host' | 'pid' | 'pidStart'>): boolean {
  return started.host === hostname() && !isProcessAlive(started.pid, started.pidStart);
}
