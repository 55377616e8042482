import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may be asked of a scheduler from outside: switch the triggers of a file on or off, or start a run of it. The file is seen from the folder that holds `.dagwright`. */
export type ScheduleRequest =
  | { readonly type: 'pause' | 'resume'; readonly file: string }
  | { readonly type: 'start'; readonly file: string; readonly scheduledAt?: number };

/** Where requests to the scheduler whose folder this is are dropped. */
export function requestFolder(folder: string): string {
  return join(folder, 'control');
}

/** Asks the scheduler whose folder this is for something. Throws when the folder cannot be written. */
export function sendScheduleRequest(folder: string, request: ScheduleRequest): void {
  const control = requestFolder(folder);
  mkdirSync(control, { recursive: true });
  const name = `${request.type}-${randomUUID()}`;
  writeFileSync(join(control, `.${name}`), JSON.stringify(request));
  renameSync(join(control, `.${name}`), join(control, `${name}.json`));
}
