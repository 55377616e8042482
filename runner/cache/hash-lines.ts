import type { FileStamp } from './file-stamp.ts';

/** What a file held when its stamp was this. */
export interface KnownFile {
  readonly stamp: FileStamp;
  /** SHA-256 in hex. */
  readonly hash: string;
}

/** The line that tells of a file; it can be read without those around it. */
export function hashLine(path: string, { stamp, hash }: KnownFile): string {
  const { size, mtimeMs, ctimeMs, ino } = stamp;
  return `${JSON.stringify([path, hash, size, mtimeMs, ctimeMs, ino])},\n`;
}

/** Reads lines, of which later ones win; those that are torn or strange are left out. `lines` is how many there were. */
export function parseHashLines(text: string): { readonly files: Map<string, KnownFile>; readonly lines: number } {
  const rows = parseAll(text) ?? text.split('\n').flatMap(line => parseAll(line) ?? []);
  const files = new Map<string, KnownFile>();
  for (const row of rows) if (isRow(row)) files.set(row[0], knownFile(row));
  return { files, lines: rows.length };
}

type Row = readonly [string, string, number, number, number, number];

/** As one array, which is many times faster than line by line; `undefined` when a line is torn. */
function parseAll(text: string): readonly unknown[] | undefined {
  const body = text.trimEnd();
  try {
    const rows: unknown = JSON.parse(`[${body.endsWith(',') ? body.slice(0, -1) : body}]`);
    return Array.isArray(rows) ? rows : undefined;
  } catch {
    return undefined;
  }
}

function isRow(row: unknown): row is Row {
  return (
    Array.isArray(row) &&
    row.length === 6 &&
    typeof row[0] === 'string' &&
    /^[0-9a-f]{64}$/.test(String(row[1])) &&
    row.slice(2).every(value => typeof value === 'number')
  );
}

function knownFile([, hash, size, mtimeMs, ctimeMs, ino]: Row): KnownFile {
  return { hash, stamp: { size, mtimeMs, ctimeMs, ino } };
}
