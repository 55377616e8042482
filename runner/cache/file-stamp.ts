import { lstatSync, type Stats, statSync } from 'node:fs';

/** What tells, without reading it, that a file was not touched. Times are in milliseconds, with their fractions. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  /** No program can set it: an edit that keeps the time of the last change, as `cp -p` does, is seen here. */
  readonly ctimeMs: number;
  readonly ino: number;
}

export function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): FileStamp {
  return { size, mtimeMs, ctimeMs, ino };
}

export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

/** What is at `path`, behind a link too; `undefined` when nothing is. Throws when the system refuses to tell. */
export function statusOf(path: string): Stats | undefined {
  return orNothing(() => statSync(path, { throwIfNoEntry: false }));
}

/** What is at `path` itself. */
export function ownStatusOf(path: string): Stats | undefined {
  return orNothing(() => lstatSync(path, { throwIfNoEntry: false }));
}

function orNothing(status: () => Stats | undefined): Stats | undefined {
  try {
    return status();
  } catch (error) {
    // A file where a folder should be, or a circle of links: nothing can be there.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTDIR' || error.code === 'ELOOP'))
      return undefined;
    throw error;
  }
}

/**
 * Whether a file that was read from `begunAt` on could be changed afterwards without a change of its stamp: the clock of a
 * file system goes in ticks, so that two changes within one look alike. As git does with its index, what was touched just
 * before it was read is not trusted (racy-git.txt); here the time of the file's last touch is compared with the time of reading.
 */
export function isRacy(stamp: FileStamp, begunAt: number): boolean {
  const touchedAt = Math.max(stamp.ctimeMs, process.platform === 'win32' ? stamp.mtimeMs : 0);
  return begunAt - touchedAt < tickOf(touchedAt);
}

/** How long to wait, in milliseconds, until a file can be read from `now` on without being racy. */
export function racyForMs(stamp: FileStamp, now: number): number {
  return isRacy(stamp, now) ? tickOf(Math.max(stamp.ctimeMs, stamp.mtimeMs)) : 0;
}

/** FAT tells even seconds, some others whole ones; elsewhere the tick is that of the kernel, at most 10 ms. */
function tickOf(time: number): number {
  return time % 1000 === 0 ? 2000 : 20;
}
