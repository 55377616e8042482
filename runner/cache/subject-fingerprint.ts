import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Json } from '../../pipeline/pipeline.ts';
import type { CacheSubject, NeedOutputs } from './cache-subject.ts';
import { fileDigest, type Seen, type Sight, treeDigest } from './file-digest.ts';
import { statusOf } from './file-stamp.ts';
import { asPart, type FingerprintParts, fingerprintVersion } from './fingerprint.ts';
import { matchingFiles } from './matching-files.ts';
import { inFolder, shortPath } from './path-words.ts';
import type { SaltedHash } from './salt.ts';
import type { Steps } from './steps.ts';

/** What the parts of a fingerprint are worked out with. */
export interface FingerprintTools extends Sight {
  readonly root: string;
  readonly salt: SaltedHash;
}

export interface SubjectFingerprint {
  /** One hash over all that counts: two tasks with the same one give the same. */
  readonly key: string;
  /** What counts, part by part; worked out only when that is wanted. */
  readonly parts: () => FingerprintParts;
  /** Inputs that mean no file. */
  readonly unmatched: readonly string[];
}

/** Looks at all that the result of a task depends on, as it is now; `seen` learns how each file was. */
export function* subjectFingerprint(
  subject: CacheSubject,
  tools: FingerprintTools,
  seen?: Seen,
): Steps<SubjectFingerprint> {
  const folder = dirname(subject.file);
  const found = yield* matchingFiles(subject.inputs, folder, tools.listing);
  const isOwn = ownOutput(subject, folder);
  const inputs: Record<string, string> = {};
  for (const path of found.files) {
    if (isOwn(path)) continue;
    inputs[shortPath(tools.root, path)] = yield* fileDigest(path, tools, seen, found.stats.get(path));
  }
  const needs: Record<string, string> = {};
  for (const [need, given] of Object.entries(subject.needs)) yield* addNeed(needs, need, given, tools, seen);
  return { ...fingerprintOf(subject, tools, inputs, needs), unmatched: found.unmatched };
}

/** The key of the same, when all inputs are named files that are known and no need gave files: without a step, for the many that are so. */
export function quickKey(subject: CacheSubject, tools: FingerprintTools): string | undefined {
  const folder = dirname(subject.file);
  const isOwn = ownOutput(subject, folder);
  const inputs: Record<string, string> = {};
  const paths = subject.inputs.map(input => inFolder(folder, input));
  if (subject.inputs.some(input => mayBeGlob.test(input))) return undefined;
  for (const path of paths.length > 1 ? paths.sort() : paths) {
    const stats = statusOf(path);
    tools.listing.observed?.see(path, stats);
    const digest = stats?.isFile() ? tools.hashes.known(path, stats) : undefined;
    if (digest === undefined) return undefined;
    if (!isOwn(path)) inputs[shortPath(tools.root, path)] = digest;
  }
  const needs: Record<string, string> = {};
  for (const [need, { values, files }] of Object.entries(subject.needs)) {
    if (files.length > 0) return undefined;
    for (const name of Object.keys(values)) needs[`${need}.${name}`] = valuePart(values[name]);
  }
  return fingerprintOf(subject, tools, inputs, needs).key;
}

const mayBeGlob = /[*?[\](){}!|\\]/;

type Digests = Readonly<Record<string, string>>;

/** `inputs` must be in the order of the paths. */
function fingerprintOf(
  subject: CacheSubject,
  { root, salt }: FingerprintTools,
  inputs: Digests,
  needs: Digests,
): Pick<SubjectFingerprint, 'key' | 'parts'> {
  const { task, pipeline, file, action, template, workingDirectory, container, outputs, env } = subject;
  const folder = shortPath(root, dirname(file));
  const hiddenEnv = changed(subject.hiddenEnv, (name, value) => salt.of(name, value));
  const does: unknown[] = [
    task,
    pipeline,
    folder,
    template,
    action,
    shortPath(root, workingDirectory),
    sorted(outputs),
  ];
  if (container) does.push(JSON.stringify(container));
  const all = [fingerprintVersion, does, sorted(env), hiddenEnv, inputs, sorted(needs)];
  const parts = () => ({
    ...{ version: fingerprintVersion, does: doesOf(subject, folder, root) },
    ...{ env: changed(env, (_, value) => asPart(value)), hiddenEnv, inputs, needs: sorted(needs) },
  });
  return { key: hash('sha256', JSON.stringify(all)), parts };
}

/** A glob that also finds what the task itself makes would see another file each time. */
function ownOutput({ outputs, inputs }: CacheSubject, folder: string): (path: string) => boolean {
  const own = Object.values(outputs).flatMap(output => ('path' in output ? [inFolder(folder, output.path)] : []));
  if (own.length === 0) return () => false;
  const named = (path: string) => inputs.some(input => inFolder(folder, input) === path);
  return path => own.some(top => (path === top || path.startsWith(`${top}/`)) && !named(top));
}

function doesOf(subject: CacheSubject, folder: string, root: string): Readonly<Record<string, string>> {
  const { task, pipeline, action, template, workingDirectory, container, outputs } = subject;
  return {
    ...{ task, pipeline, folder, template: asPart(template) },
    ...{ action: hash('sha256', action.kind === 'script' ? action.script : JSON.stringify(action.argv)) },
    ...{ shell: action.kind === 'script' ? action.shell : '' },
    ...{ workingDirectory: shortPath(root, workingDirectory), outputs: asPart(JSON.stringify(sorted(outputs))) },
    ...(container && { container: asPart(JSON.stringify(container)) }),
  };
}

function* addNeed(
  needs: Record<string, string>,
  need: string,
  { values, files }: NeedOutputs,
  tools: FingerprintTools,
  seen?: Seen,
): Steps<void> {
  for (const [name, value] of Object.entries(values)) {
    const paths = files.includes(name) ? pathsIn(value) : undefined;
    if (!paths) {
      needs[`${need}.${name}`] = valuePart(value);
      continue;
    }
    const digests: string[] = [];
    for (const path of paths) digests.push(`${shortPath(tools.root, path)}:${yield* treeDigest(path, tools, seen)}`);
    needs[`${need}.${name}`] = `file:${asPart(digests.join('\n'))}`;
  }
}

/** The paths that an output of a file gives: one, or of a group one for each member. */
function pathsIn(value: Json): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((item: Json) => pathsIn(item) ?? []);
}

function valuePart(value: Json | undefined): string {
  return asPart(JSON.stringify(value) ?? '');
}

function changed(values: Digests, change: (name: string, value: string) => string): Digests {
  const after: Record<string, string> = {};
  for (const name of Object.keys(values).sort()) after[name] = change(name, values[name] ?? '');
  return after;
}

function sorted<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const names = Object.keys(values);
  return names.length < 2 ? values : Object.fromEntries(names.sort().map(name => [name, values[name] as T]));
}
