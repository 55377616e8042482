import { join } from 'node:path';
import type { Task } from '../../pipeline/pipeline.ts';
import type { GivenEnvironments } from '../secrets/given.ts';
import type { Workplace } from '../workplace.ts';
import { cacheLayout } from './cache-layout.ts';
import type { CacheSubject } from './cache-subject.ts';
import { Entries } from './entries.ts';
import type { CacheEntry } from './entry.ts';
import { FileHashes } from './file-hashes.ts';
import { FolderListing } from './folder-listing.ts';
import { ForeseenFiles } from './foreseen-files.ts';
import { hitOf, outputPath, whyMissed } from './known-success.ts';
import { problemText } from './problem-text.ts';
import { SaltedHash } from './salt.ts';
import { type Steps, take } from './steps.ts';
import { type FingerprintTools, subjectFingerprint } from './subject-fingerprint.ts';
import type { LookUp } from './task-cache.ts';
import { taskSubject } from './task-subject.ts';

/**
 * Looks up tasks of a run in `root` as the run itself would, but writes nothing: files that would be brought back are taken to
 * be there for the tasks that are asked for later.
 */
export function peekInto(
  root: string,
  now: () => number,
  given: GivenEnvironments,
): (task: Task, place: Workplace) => LookUp | Promise<LookUp> {
  const layout = cacheLayout(root);
  const entries = new Entries(layout, now);
  const foreseen = new ForeseenFiles();
  const tools = {
    ...{ root, hashes: new FileHashes(layout, now), listing: new FolderListing(now, foreseen) },
    ...{ signal: new AbortController().signal, salt: new SaltedHash(layout) },
  };
  return (task, place) => {
    const subject = taskSubject(task, place, given);
    return 'error' in subject ? { kind: 'miss', why: [subject.error] } : take(peek(subject, tools, entries, foreseen));
  };
}

function* peek(
  subject: CacheSubject,
  tools: FingerprintTools,
  entries: Entries,
  foreseen: ForeseenFiles,
): Steps<LookUp> {
  try {
    const { key, parts } = yield* subjectFingerprint(subject, tools);
    const entry = entries.find(key);
    if (!entry) return { kind: 'miss', why: whyMissed(entries, subject, parts(), tools.root) };
    foresee(entry, subject, foreseen);
    return hitOf(entry, subject);
  } catch (error) {
    return { kind: 'miss', why: [problemText(error)] };
  }
}

function foresee(entry: CacheEntry, subject: CacheSubject, foreseen: ForeseenFiles): void {
  for (const [name, files] of Object.entries(entry.files)) {
    const path = outputPath(subject, name);
    for (const [below, digest] of files) foreseen.add(join(path, below), digest);
  }
}
