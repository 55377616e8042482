import type { Json } from '../../pipeline/pipeline.ts';
import type { KeptParts } from './fingerprint.ts';

/** A success that is kept. */
export interface CacheEntry {
  /** The run that did the work. */
  readonly run: string;
  readonly values: Readonly<Record<string, Json>>;
  /** The files that it gave, by the names of the outputs. */
  readonly files: Readonly<Record<string, readonly KeptFile[]>>;
  readonly parts: KeptParts;
}

/**
 * A file of an output: its path seen from the output's own, which is empty for the output itself, and its digest: SHA-256
 * in hex, `link:` with where it leads, or `folder` for one without files.
 */
export type KeptFile = readonly [path: string, digest: string, mode: number];

/** The entry that a line of the cache tells, or nothing when it tells none. */
export function parseEntry(text: string): CacheEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is CacheEntry {
  if (!isObject(value) || typeof value.run !== 'string' || !isObject(value.values)) return false;
  const { files, parts } = value;
  if (!isObject(files) || !Object.values(files).every(list => Array.isArray(list) && list.every(isKeptFile)))
    return false;
  return isObject(parts) && partNames.every(name => isObject(parts[name])) && typeof parts.version === 'number';
}

const partNames = ['does', 'env', 'hiddenEnv', 'inputs', 'needs', 'expressions'];

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
