import { createHash, hash as hashOnce } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { type FileStamp, isSameStamp, stampOf } from './file-stamp.ts';

/** What a file holds, as SHA-256 in hex, and the stamp that it had while it was read. */
export interface HashedFile {
  readonly hash: string;
  readonly stamp: FileStamp;
}

/** Up to this size a file is read in one go. */
export const smallFile = 256 * 1024;

const chunkSize = 1 << 20;

/** Reads a file at once, in pieces. `undefined` when it changed while it was read. Throws what the system refuses. */
export function hashNow(path: string): HashedFile | undefined {
  const file = openSync(path, 'r');
  try {
    const stats = fstatSync(file);
    const stamp = stampOf(stats);
    const hash = stats.size <= smallFile ? hashSmall(file, stats.size) : hashPieces(file);
    return hash !== undefined && isSameStamp(stamp, stampOf(fstatSync(file))) ? { hash, stamp } : undefined;
  } finally {
    closeSync(file);
  }
}

function hashSmall(file: number, size: number): string | undefined {
  const bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, length);
    length += read;
    if (read === 0) return hashOnce('sha256', bytes.subarray(0, length));
    if (length > size) return undefined;
  }
}

function hashPieces(file: number): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(chunkSize);
  for (let at = 0; ; ) {
    const read = readSync(file, piece, 0, chunkSize, at);
    if (read === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, read));
    at += read;
  }
}

/** As `hashNow`, but it leaves turns to others; for large files. Rejects when `signal` aborts. */
export async function hashLater(path: string, signal: AbortSignal): Promise<HashedFile | undefined> {
  const file = await open(path, 'r');
  try {
    const stamp = stampOf(await file.stat());
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(chunkSize);
    for (let at = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(piece, 0, chunkSize, at);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    return isSameStamp(stamp, stampOf(await file.stat())) ? { hash: hash.digest('hex'), stamp } : undefined;
  } finally {
    await file.close();
  }
}
