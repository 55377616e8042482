import { type FSWatcher, mkdirSync, readdirSync, readFileSync, unlinkSync, watch } from 'node:fs';
import { join } from 'node:path';
import { requestFolder, type ScheduleRequest } from '../../schedule-folder/schedule-request.ts';

/** Tells of each request that is dropped into a scheduler's folder, once. The answer ends it. */
export function listenForScheduleRequests(folder: string, asked: (request: ScheduleRequest) => void): () => void {
  const control = requestFolder(folder);
  mkdirSync(control, { recursive: true });
  const look = () => {
    for (const name of namesIn(control)) {
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

/** The folder may be gone, and the scheduler with it soon. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
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
