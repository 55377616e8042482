import { readFileSync } from 'node:fs';
import type { CacheLayout } from './cache-layout.ts';
import { type EntryLine, parseEntryLine } from './entry-lines.ts';

export type Success = Extract<EntryLine, { kind: 'success' }>;

/** A success with the time when it was last used. */
export interface UsedSuccess {
  readonly line: Success;
  readonly usedAt: number;
}

/** All successes that are kept, the last used first, and how many lines say so. */
export function cachedSuccesses(layout: CacheLayout): { readonly successes: UsedSuccess[]; readonly lines: number } {
  const byKey = new Map<string, Success>();
  const usedAt = new Map<string, number>();
  let lines = 0;
  for (const text of readText(layout.entries).split('\n')) {
    if (text === '') continue;
    lines++;
    const line = parseEntryLine(text);
    if (!line) continue;
    usedAt.set(line.key, Math.max(line.at, usedAt.get(line.key) ?? 0));
    if (line.kind === 'success') byKey.set(line.key, line);
  }
  const successes = Array.from(byKey.values(), line => ({ line, usedAt: usedAt.get(line.key) ?? line.at }));
  return { successes: successes.sort((a, b) => b.usedAt - a.usedAt), lines };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
