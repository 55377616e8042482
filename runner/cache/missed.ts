import type { CacheSubject } from './cache-subject.ts';
import type { Seen } from './file-digest.ts';
import { compareFingerprints, type FingerprintParts } from './fingerprint.ts';
import { keptParts } from './known-success.ts';

/** A task that was looked up in vain, by us or `since` then by another runner. */
export type Missed =
  | {
      readonly subject: CacheSubject;
      readonly key: string;
      readonly parts: () => FingerprintParts;
      readonly seen: Seen;
    }
  | { readonly subject: CacheSubject; readonly key: string; readonly since: number }
  | { readonly problem: string };

/** What differs since then, a part of a sentence. */
export function changeText(missed: Exclude<Missed, { problem: string }>, now: FingerprintParts): string {
  if ('since' in missed) return 'something that it depends on has changed';
  const { subject, parts } = missed;
  const [first = 'something', ...more] = compareFingerprints(keptParts(subject, parts()), keptParts(subject, now));
  return `${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
}
