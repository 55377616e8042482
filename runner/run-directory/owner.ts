import { hostname } from 'node:os';
import type { Owner } from '../event.ts';
import { isProcessAlive } from '../process-identity.ts';

/** Whether the process that writes this run's journal is known to be gone; of another machine's processes nothing is known. */
export function isOwnerGone(owner: Owner): boolean {
  return isOwnerHere(owner) && !isProcessAlive(owner.pid, owner.pidStart);
}

/** Whether it is a process of this machine, whose processes can be seen. */
export function isOwnerHere(owner: Owner): boolean {
  return owner.host === hostname();
}
