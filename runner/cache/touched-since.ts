import type { Seen } from './file-digest.ts';
import { isRacy, isSameStamp, stampOf } from './file-stamp.ts';

/** A file that was written between two looks, though it may hold the same again; what was read in between is not known. */
export function touchedSince(before: Seen, now: Seen): string | undefined {
  for (const [path, stats] of before) {
    const later = now.get(path);
    if (stats && later ? !isSameStamp(stampOf(stats), stampOf(later)) : stats !== later) return path;
  }
  return undefined;
}

/** A file that was written since the time `at`, or so shortly before that it cannot be told. */
export function touchedAfter(at: number, now: Seen): string | undefined {
  for (const [path, stats] of now) if (stats && isRacy(stampOf(stats), at)) return path;
  return undefined;
}
