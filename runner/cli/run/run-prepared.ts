import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../event.ts';
import { runFolder } from '../../layout.ts';
import { findRoot } from '../../run-directory/root.ts';
import { CannotStart } from '../../run-options.ts';
import { runPipeline } from '../../run-pipeline.ts';
import { applyEvent, initialState, type RunState } from '../../run-state.ts';
import { paintFor } from '../paint.ts';
import { Refusal } from '../refusal.ts';
import { symbolsFor } from '../symbols.ts';
import { notesText, reportStart } from './detach.ts';
import { type SecretWishes, withGiven } from './given-from-outside.ts';
import { lastingWriter, oncePerTurn } from './lasting-writer.ts';
import { PlainReporter } from './plain-reporter.ts';
import type { PreparedRun } from './prepare-run.ts';
import { jsonReporter, type Reporter, type ReportStyle, silentReporter } from './reporter.ts';
import { listenForStop } from './stop-signals.ts';

export type RunFormat = 'pretty' | 'plain' | 'json';

/** How a run is told of: in which form, or, when it is detached, to the program that has started this one. */
export interface Presentation {
  readonly format?: RunFormat;
  readonly detached?: boolean;
}

/** Runs to the end and tells how it goes on; answers the exit code. */
export async function runPrepared(prepared: PreparedRun, wishes: Presentation & SecretWishes): Promise<number> {
  const { options, notes } = await withGiven(prepared, wishes);
  if (!wishes.detached) process.stderr.write(notesText(notes));
  const reporter = wishes.detached ? silentReporter : await reporterFor(wishes.format, options.root);
  const stop = listenForStop(Date.now);
  stop.polite.addEventListener('abort', () => reporter.stopping(), { once: true });
  let state: RunState | undefined;
  const onEvent = (event: RunEvent) => {
    if (event.type === 'run_started') {
      state = initialState(event);
      if (wishes.detached) reportStart({ runId: event.runId, folder: runFolder(options.root, event.runId), notes });
    } else if (state) applyEvent(state, event);
    if (state) reporter.report(event, state);
  };
  try {
    await runPipeline({ ...options, onEvent, signal: stop.polite, killSignal: stop.atOnce });
  } catch (error) {
    if (error instanceof CannotStart) throw new Refusal(error.message);
    if (wishes.detached && state) keepFault(runFolder(options.root, state.started.runId), error);
    throw error;
  } finally {
    await reporter.end();
  }
  return exitCodeOf(state);
}

async function reporterFor(format: RunFormat | undefined, root: string): Promise<Reporter> {
  const { stdout } = process;
  const write = lastingWriter(stdout);
  if (format === 'json') return jsonReporter(oncePerTurn(write));
  const style: ReportStyle = {
    root,
    ...(findRoot(process.cwd()) === root ? {} : { directory: root }),
    paint: paintFor(stdout, process.env),
    symbols: symbolsFor(process.env, process.platform),
    isKept: runId => existsSync(runFolder(root, runId)),
  };
  const isPretty = format === 'pretty' || (format === undefined && stdout.isTTY && process.env.TERM !== 'dumb');
  if (!isPretty) return new PlainReporter(oncePerTurn(write), style);
  // Only a terminal is worth the time that measuring text takes to load.
  const { screenReporter } = await import('./screen-reporter.ts');
  return screenReporter(stdout, write, style);
}

/** Nobody sees the stderr of a detached run: its folder keeps what went wrong with us. */
function keepFault(folder: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    appendFileSync(join(folder, 'error.log'), `${text}\n`);
  } catch {
    // The folder may be gone, which then is the fault itself.
  }
}

function exitCodeOf(state: RunState | undefined): number {
  if (state?.status === 'success') return 0;
  return state?.status === 'cancelled' ? 130 : 1;
}
