import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Json } from '../../pipeline/pipeline.ts';
import type { CacheSubject, NeedOutputs } from './cache-subject.ts';
import { fileDigest, type Seen, type Sight, treeDigest } from './file-digest.ts';
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
  readonly parts: FingerprintParts;
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
  const own = ownOutputs(subject, folder);
  const inputs: Record<string, string> = {};
  for (const path of found.files) {
    if (isBelow(path, own)) continue;
    inputs[shortPath(tools.root, path)] = yield* fileDigest(path, tools, seen, found.stats.get(path));
  }
  const needs: Record<string, string> = {};
  for (const [need, given] of Object.entries(subject.needs)) yield* addNeed(needs, need, given, tools, seen);
  const { env, hiddenEnv } = subject;
  const parts = {
    ...{ version: fingerprintVersion, does: doesOf(subject, folder, tools.root) },
    ...{ env: mapValues(env, (_, value) => asPart(value)) },
    ...{ hiddenEnv: mapValues(hiddenEnv, (name, value) => tools.salt.of(name, value)) },
    ...{ inputs, needs: sorted(needs) },
  };
  return { parts, unmatched: found.unmatched };
}

/** A glob that also finds what the task itself makes would see another file each time. */
function ownOutputs({ outputs, inputs }: CacheSubject, folder: string): readonly string[] {
  const named = new Set(inputs.map(input => inFolder(folder, input)));
  return Object.values(outputs)
    .flatMap(output => ('path' in output ? [inFolder(folder, output.path)] : []))
    .filter(path => !named.has(path));
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some(folder => path === folder || path.startsWith(`${folder}/`));
}

function doesOf(subject: CacheSubject, folder: string, root: string): Readonly<Record<string, string>> {
  const { task, pipeline, action, template, workingDirectory, outputs } = subject;
  return {
    ...{ task, pipeline, folder: shortPath(root, folder), template: asPart(template) },
    ...{ action: hash('sha256', action.kind === 'script' ? action.script : JSON.stringify(action.argv)) },
    ...{ shell: action.kind === 'script' ? action.shell : '' },
    ...{ workingDirectory: shortPath(root, workingDirectory), outputs: asPart(JSON.stringify(sorted(outputs))) },
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
      needs[`${need}.${name}`] = asPart(JSON.stringify(value));
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

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (name: string, value: string) => string,
): Readonly<Record<string, string>> {
  const mapped: Record<string, string> = {};
  for (const name of Object.keys(values).sort()) mapped[name] = change(name, values[name] ?? '');
  return mapped;
}

function sorted<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const names = Object.keys(values);
  return names.length < 2 ? values : Object.fromEntries(names.sort().map(name => [name, values[name] as T]));
}
