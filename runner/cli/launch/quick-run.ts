import { fstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemClock } from '../../clock.ts';
import { findRoot } from '../../run-directory/root.ts';
import { hasEndedLast } from '../../unchanged/has-ended-last.ts';
import { readRecord } from '../../unchanged/unchanged-memory.ts';
import { isUnchanged, type RetoldRun, retellRun } from '../../unchanged/unchanged-run.ts';
import { mayHaveCommit } from '../run/may-have-commit.ts';
import { isPretty, styleFor } from '../run/report-style.ts';
import { unchangedText } from '../run/unchanged-text.ts';
import type { QuickWords } from './quick-words.ts';
import { writeOut } from './write-out.ts';

/**
 * `dagwright run` of many tasks of which nothing has changed, without the program: to load that takes as long as to look at ten
 * thousand files. `done`: the run is kept and told of; `changed`: something has changed; `unknown`: the program finds it out.
 * Rejects when the system refuses something; nothing has happened then.
 */
export async function quickRun(words: QuickWords, build: string): Promise<'done' | 'changed' | 'unknown'> {
  const startedAt = systemClock.now();
  const { given, maxParallel, format } = words;
  const file = resolve(words.file);
  const root = findRoot(dirname(file));
  const record = readRecord({ root, file, build, given });
  const hasMore = !record || record.journal.cached === undefined || record.head.pipeline.triggers.length > 0;
  if (hasMore || !hasEndedLast(root, file)) return 'unknown';
  // Another process finds it out meanwhile.
  const commit = mayHaveCommit(dirname(file), process.env) ? await beginGit(dirname(file)) : undefined;
  if (!isUnchanged(record, root, startedAt)) return 'changed';
  const git = await commit?.found;
  const tell = teller(root, format);
  const options = { root, ...(git && { git }), ...(maxParallel !== undefined && { maxParallel }) };
  tell(retellRun(record, options, startedAt, systemClock));
  return 'done';
}

/** In an object: a promise of a promise would be waited for. */
async function beginGit(folder: string) {
  const { gitState } = await import('../run/git-state.ts');
  return { found: gitState(folder) };
}

/** What can fail is done before a run is kept. */
function teller(root: string, format: QuickWords['format']): (run: RetoldRun) => void {
  if (format === 'json')
    return ({ journal }) => {
      for (const piece of journal) writeOut(piece);
    };
  // To ask the stream takes a millisecond.
  const isTerminal = fstatSync(1).isCharacterDevice() && process.stdout.isTTY;
  const style = styleFor(root, isTerminal);
  return run => writeOut(Buffer.from(unchangedText(run, run.cached ?? 0, style, isPretty(format, isTerminal))));
}
