import { randomUUID } from 'node:crypto';
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What may be asked of a scheduler from outside: switch the triggers of a file on or off, or start a run of it. The file is seen from the folder that holds `.dagwright`. */
export type ScheduleRequest =
  | { readonly type: 'pause' | 'resume'; readonly file: string }
  | { readonly type: 'start'; readonly file: string; readonly scheduledAt?: number };

/** Asks the scheduler whose folder this is for something. */
export function sendScheduleRequest(folder: string, request: ScheduleRequest): void {
  const control = join(folder, 'control');
  mkdirSync(control, { recursive: true });
  const name = `${request.type}-${randomUUID()}`;
  writeFileSync(join(control, `.${name}`), JSON.stringify(request));
  renameSync(join(control, `.${name}`), join(control, `${name}.json`));
}

/** Tells of each request that is dropped into a scheduler's folder, once. The answer ends it. */
export function listenForScheduleRequests(folder: string, asked: (request: ScheduleRequest) => void): () => void {
  const control = join(folder, 'control');
  mkdirSync(control, { recursive: true });
  const look = () => {
    for (const name of readdirSync(control).sort()) {
      if (name.startsWith('.') || !name.endsWith('.json')) continue;
      const request = taken(join(control, name));
      if (request) asked(request);
    }
  };
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(control, { persistent: false }, look).on('error', () => {});
  } catch {
    // The slow look is enough.
  }
  const timer = setInterval(look, 2000);
  look();
  return () => {
    watcher?.close();
    clearInterval(timer);
  };
}

function taken(path: string): ScheduleRequest | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    unlinkSync(path);
    if (typeof value !== 'object' || value === null || !('type' in value) || !('file' in value)) return undefined;
    const { type, file } = value;
    if (typeof file !== 'string') return undefined;
    if (type === 'pause' || type === 'resume') return { type, file };
    if (type !== 'start') return undefined;
    const at = 'scheduledAt' in value ? value.scheduledAt : undefined;
    return { type, file, ...(typeof at === 'number' && { scheduledAt: at }) };
  } catch {
    return undefined;
  }
}
