import { hostname } from 'node:os';
import type { Owner } from '../event.ts';
import { processStart } from '../process-identity.ts';

/** This process, as the owner of a run. */
export function thisProcess(): Owner {
  const pidStart = processStart(process.pid);
  return { host: hostname(), pid: process.pid, ...(pidStart !== undefined && { pidStart }) };
}
