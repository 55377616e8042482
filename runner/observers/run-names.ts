import { createHash } from 'node:crypto';
import type { RunStarted } from '../event.ts';

/**
 * The ids by which others know a run and its attempts. They are made of what the journal says, so that whoever resumes the
 * run calls everything as its first runner did. Without a task the run itself is meant; attempt 0 is a task that was not run.
 */
export interface RunNames {
  /** A UUID of version 7, of the time at which the run began. */
  uuid(task?: string, attempt?: number): string;
  /** 16 bytes in hex. */
  readonly traceId: string;
  /** 8 bytes in hex. */
  spanId(task?: string, attempt?: number): string;
}

export function runNames({ runId, at, host, pid, file }: RunStarted): RunNames {
  const run = JSON.stringify([runId, at, host, pid, file]);
  const digest = (kind: string, task?: string, attempt?: number): string =>
    createHash('sha256')
      .update(JSON.stringify([kind, run, task, attempt]))
      .digest('hex');
  return {
    uuid: (task, attempt) => uuidOf(at, digest('uuid', task, attempt)),
    traceId: digest('trace').slice(0, 32),
    spanId: (task, attempt) => digest('span', task, attempt).slice(0, 16),
  };
}

/** As RFC 9562 says, with a hash in the place of chance. */
function uuidOf(at: number, digest: string): string {
  const time = Math.max(0, Math.trunc(at)).toString(16).padStart(12, '0').slice(-12);
  const variant = '89ab'[Number.parseInt(digest.charAt(3), 16) % 4];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
