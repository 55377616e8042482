import { existsSync } from 'node:fs';
import type { Selection } from '../../event.ts';
import { paintFor } from '../paint.ts';
import { Refusal } from '../refusal.ts';
import type { RunWishes } from '../run/prepare-run.ts';
import type { Presentation } from '../run/present-run.ts';
import { listenForStop } from '../run/stop-signals.ts';
import { WatchSession } from './watch-session.ts';
import { WatchTeller } from './watch-teller.ts';

/** `dagwright watch`: runs a pipeline, and again what each edit touches, until it is stopped; answers the exit code. */
export async function watch(file: string, wishes: RunWishes & Presentation, selection?: Selection): Promise<number> {
  if (file === '-') throw new Refusal('A file is watched, not the standard input.');
  if (!existsSync(file)) throw new Refusal(`${file} is not there, so it cannot be watched.`);
  const stop = listenForStop(Date.now);
  // Events as JSON have stdout for themselves.
  const out = wishes.format === 'json' ? process.stderr : process.stdout;
  const teller = new WatchTeller(text => out.write(text), paintFor(out, process.env));
  const watched = { file, wishes, ...(selection && { selection }) };
  return new WatchSession(watched, stop, teller).go();
}
