import type { Json } from '../../pipeline/pipeline.ts';
import type { KeptParts } from './fingerprint.ts';

/** What a success gave. */
export interface CacheEntry {
  /** The run that did the work. */
  readonly run: string;
  readonly values: Readonly<Record<string, Json>>;
  /** The files that it gave, by the names of the outputs. */
  readonly files: Readonly<Record<string, readonly KeptFile[]>>;
}

/**
 * A file of an output: its path seen from the output's own, which is empty for the output itself, and its digest: SHA-256
 * in hex, `link:` with where it leads, or `folder` for one without files.
 */
export type KeptFile = readonly [path: string, digest: string, mode: number];

/** What the text of a success says that it gave, or nothing when it says nothing. */
export function parseEntry(text: string): CacheEntry | undefined {
  const value = parse(text);
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is CacheEntry {
  if (!isObject(value) || typeof value.run !== 'string' || !isObject(value.values) || !isObject(value.files))
    return false;
  return Object.values(value.files).every(list => Array.isArray(list) && list.every(isKeptFile));
}

/** What the text of a success says that it depended on, or nothing when it says nothing. */
export function parseParts(text: string): KeptParts | undefined {
  const value = parse(text);
  return isParts(value) ? value : undefined;
}

function isParts(value: unknown): value is KeptParts {
  return isObject(value) && typeof value.version === 'number' && partNames.every(name => isObject(value[name]));
}

const partNames = ['does', 'env', 'hiddenEnv', 'inputs', 'needs', 'expressions'];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** No path may lead out of its output: it is written to. */
function isKeptFile(value: unknown): value is KeptFile {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [path, digest, mode] = value;
  if (typeof path !== 'string' || path.split('/').includes('..') || path.startsWith('/')) return false;
  return typeof digest === 'string' && /^([0-9a-f]{64}|folder|link:.+)$/s.test(digest) && Number.isInteger(mode);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
