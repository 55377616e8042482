import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Json } from '../../pipeline/pipeline.ts';
import type { CacheSubject } from './cache-subject.ts';
import type { Entries } from './entries.ts';
import type { CacheEntry } from './entry.ts';
import { compareFingerprints, type FingerprintParts, type KeptParts } from './fingerprint.ts';
import { inFolder, shortPath } from './path-words.ts';
import type { KeptOutput } from './restore-files.ts';
import type { LookUp } from './task-cache.ts';
import { Uncacheable } from './uncacheable.ts';

/** Whose successes a task's are: what stays the same when all that it does changes. */
export function ownerOf({ file, task }: CacheSubject, root: string): string {
  return hash('sha256', `${shortPath(root, file)}\0${task}`).slice(0, 16);
}

/** The absolute path of an output that is a file. */
export function outputPath(subject: CacheSubject, name: string): string {
  const output = subject.outputs[name];
  if (!output || !('path' in output)) throw new Uncacheable(`its output \`${name}\` is not a file any more`);
  return inFolder(dirname(subject.file), output.path);
}

/** The files that a success gave, where they shall stand. */
export function keptOutputs({ files }: CacheEntry, subject: CacheSubject): readonly KeptOutput[] {
  return Object.keys(files).map(name => ({ path: outputPath(subject, name), files: files[name] ?? [] }));
}

/** The success of a task as what it is in a new run. */
export function hitOf(entry: CacheEntry, subject: CacheSubject): LookUp {
  const outputs: Record<string, Json> = {};
  for (const [name, output] of Object.entries(subject.outputs)) {
    if ('path' in output) outputs[name] = outputPath(subject, name);
    else if (entry.values[name] !== undefined) outputs[name] = entry.values[name];
  }
  const source = { kind: 'cache', run: entry.run } as const;
  return { kind: 'hit', source, ...(Object.keys(outputs).length > 0 && { outputs }) };
}

/** Why no success that is kept counts for a task as it is now: what is different from the newest one, or from one before it that is nearer to it. */
export function whyMissed(
  entries: Entries,
  subject: CacheSubject,
  parts: FingerprintParts,
  root: string,
): readonly string[] {
  const now = keptParts(subject, parts);
  let nearest: readonly string[] | undefined;
  for (const before of entries.newestOf(ownerOf(subject, root), comparedSuccesses)) {
    if (nearest && before.version !== now.version) break;
    const found = compareFingerprints(before, now);
    if (!nearest || found.length < nearest.length) nearest = found;
    if (nearest.length <= 1) break;
  }
  return nearest ?? [entries.fault ?? 'no success of it is kept yet'];
}

const comparedSuccesses = 8;

export function keptParts(subject: CacheSubject, parts: FingerprintParts): KeptParts {
  return { ...parts, expressions: subject.expressions() };
}

/** Throws `Uncacheable` when what a task gave holds one of its secrets. */
export function refuseSecrets(outputs: Readonly<Record<string, Json>>, { secrets }: CacheSubject): void {
  const text = JSON.stringify(outputs);
  const [name] = Object.entries(secrets).find(([, value]) => value.length > 3 && text.includes(value)) ?? [];
  if (name !== undefined) throw new Uncacheable(`an output of it holds the value of ${name}`);
}
