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
  const look = () => {
    for (const request of takeRequests(folder)) requested(request);
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

function* takeRequests(folder: string): Iterable<Request> {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names.sort()) {
    if (name.startsWith('.') || !name.endsWith('.json')) continue;
    const request = takeRequest(join(folder, name));
    if (request) yield request;
  }
}

/** A file that says nothing understandable is taken away as well. */
function takeRequest(file: string): Request | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    unlinkSync(file);
    return asRequest(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asRequest(value: unknown): Request | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'cancel') return undefined;
  if (!('task' in value)) return { type: 'cancel' };
  return typeof value.task === 'string' ? { type: 'cancel', task: value.task } : undefined;
}
