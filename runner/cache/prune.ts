import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './append-lines.ts';
import type { CacheLayout } from './cache-layout.ts';
import type { CacheSize } from './cache-size.ts';
import { cachedSuccesses, type UsedSuccess } from './cached-successes.ts';
import { parseEntry } from './entry.ts';
import { entryLine } from './entry-lines.ts';
import { type KeptObject, keptObjects, namesIn } from './kept-objects.ts';

/**
 * Removes the successes that were not used for the longest time until the files of the others take at most `maxBytes`, and all
 * files that none of them names. What others add meanwhile may be lost to them, which costs a look-up in vain, never a wrong file.
 * Throws when the cache cannot be read or written.
 */
export function prune(
  layout: CacheLayout,
  maxBytes: number,
  now: number,
): { readonly before: CacheSize; readonly after: CacheSize } {
  const { successes, lines } = cachedSuccesses(layout);
  const objects = keptObjects(layout);
  const before = { successes: successes.length, bytes: sum(objects.values(), object => object.bytes) };
  const isOver =
    before.bytes > maxBytes || sum(successes, ({ line }) => line.gave.length + line.parts.length) > mostText;
  if (!isOver && lines < 2 * successes.length + spareLines) return { before, after: before };
  const { kept, wanted, dropped } = choose(successes, objects, maxBytes);
  replaceFile(layout.entries, kept.map(textOf).join(''), layout.fresh);
  let bytes = before.bytes;
  for (const [hash, object] of objects) {
    if (wanted.has(hash) || (!dropped.has(hash) && now - object.heldAt < heldForMs)) continue;
    rmSync(object.path, { force: true });
    bytes -= object.bytes;
  }
  removeRemains(layout, now);
  return { before, after: { successes: kept.length, bytes } };
}

/** Another run may hold an object for a success that it has not told of yet. */
const heldForMs = 10 * 60 * 1000;
/** What is not renamed for so long was left behind by a run that was killed. */
const remainsAfterMs = 24 * 3600 * 1000;
const spareLines = 1000;
const mostText = 64 * 2 ** 20;

function choose(successes: readonly UsedSuccess[], objects: ReadonlyMap<string, KeptObject>, maxBytes: number) {
  const kept: UsedSuccess[] = [];
  const wanted = new Set<string>();
  const dropped = new Set<string>();
  let bytes = 0;
  let text = 0;
  for (const success of successes) {
    const all = hashesOf(success);
    const hashes = all.filter(hash => !wanted.has(hash));
    const room = sum(new Set(hashes), hash => objects.get(hash)?.bytes ?? 0);
    const length = success.line.gave.length + success.line.parts.length;
    if (bytes + room > maxBytes || text + length > mostText) {
      for (const hash of all) dropped.add(hash);
      continue;
    }
    bytes += room;
    text += length;
    for (const hash of hashes) wanted.add(hash);
    kept.push(success);
  }
  return { kept: kept.reverse(), wanted, dropped };
}

function hashesOf({ line }: UsedSuccess): readonly string[] {
  const files = Object.values(parseEntry(line.gave)?.files ?? {});
  return files.flat().map(([, digest]) => digest);
}

function textOf({ line, usedAt }: UsedSuccess): string {
  return entryLine(line) + (usedAt > line.at ? entryLine({ kind: 'use', key: line.key, at: usedAt }) : '');
}

function removeRemains({ fresh }: CacheLayout, now: number): void {
  for (const name of namesIn(fresh)) {
    const path = join(fresh, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && now - stats.mtimeMs > remainsAfterMs) rmSync(path, { force: true });
  }
}

function sum<T>(values: Iterable<T>, size: (value: T) => number): number {
  let total = 0;
  for (const value of values) total += size(value);
  return total;
}
