import { type FSWatcher, mkdirSync, readdirSync, readFileSync, unlinkSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Request } from './request.ts';

/**
 * Tells of each request dropped into `folder`, once, until the answer is called. The system tells of new files at once;
 * a slow look is for the file systems that do not. `looked` is called at each slow look.
 */
export function watchRequests(
  folder: string,
  clock: Clock,
  requested: (request: Request) => void,
  looked: () => void,
): () => void {
  mkdirSync(folder, { recursive: true });
  const told = new Set<string>();
  const look = () => {
    for (const file of requestFiles(folder)) {
      if (told.has(file)) continue;
      told.add(file);
      const request = readRequest(file);
      if (request) requested(request);
      // Only when it is in the journal: the next runner finds it if this one dies before.
      setImmediate(() => {
        takeAway(file);
        told.delete(file);
      });
    }
  };
  const watcher = tryWatch(folder, look);
  let cancel = () => {};
  const lookSlowly = () => {
    look();
    looked();
    cancel = clock.after(slowLookMs, lookSlowly);
  };
  cancel = clock.after(slowLookMs, lookSlowly);
  return () => {
    watcher?.close();
    cancel();
  };
}

const slowLookMs = 1000;

function tryWatch(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on('error', () => {});
  } catch {
    return undefined;
  }
}

function requestFiles(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter(name => !name.startsWith('.') && name.endsWith('.json'));
    return names.sort().map(name => join(folder, name));
  } catch {
    return [];
  }
}

function readRequest(file: string): Request | undefined {
  try {
    return asRequest(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A file that says nothing understandable is taken away as well. */
function takeAway(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It went with the folder.
  }
}

function asRequest(value: unknown): Request | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'cancel') return undefined;
  if (!('task' in value)) return { type: 'cancel' };
  return typeof value.task === 'string' ? { type: 'cancel', task: value.task } : undefined;
}
