import { createHash, hash as hashOnce } from 'node:crypto';
import { constants, readFileSync, writeFileSync } from 'node:fs';
import { copyFile, type FileHandle, open } from 'node:fs/promises';
import { hashLater, smallFile } from './hash-file.ts';
import type { Steps } from './steps.ts';
import { Uncacheable } from './uncacheable.ts';

/**
 * Copies what a file holds to a new path, and answers the SHA-256 of what was written. Where the file system can share the
 * blocks until one of the two is changed, nothing is copied; holes stay holes.
 */
export function* copyHashed(from: string, to: string, size: number, signal: AbortSignal): Steps<string> {
  if (size <= smallFile) {
    yield undefined;
    const bytes = readFileSync(from);
    writeFileSync(to, bytes, { flag: 'wx' });
    return hashOnce('sha256', bytes);
  }
  let hash: string | undefined;
  yield copyLarge(from, to, signal).then(copied => {
    hash = copied;
  });
  if (hash === undefined) throw new Uncacheable(`${from} changes while it is read`);
  return hash;
}

async function copyLarge(from: string, to: string, signal: AbortSignal): Promise<string | undefined> {
  if (await clone(from, to)) return (await hashLater(to, signal))?.hash;
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx');
    try {
      return await copyPieces(source, target, signal);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function clone(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    return true;
  } catch {
    return false;
  }
}

async function copyPieces(source: FileHandle, target: FileHandle, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceSize);
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await source.read(piece, 0, pieceSize, at);
    if (bytesRead === 0) {
      await target.truncate(at);
      return hash.digest('hex');
    }
    const read = piece.subarray(0, bytesRead);
    hash.update(read);
    if (!read.equals(zeros.subarray(0, bytesRead))) await writeAll(target, read, at);
    at += bytesRead;
  }
}

async function writeAll(target: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await target.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

const pieceSize = 1 << 20;
const zeros = Buffer.alloc(pieceSize);
