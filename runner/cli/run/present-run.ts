import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../event.ts';
import { runFolder } from '../../layout.ts';
import { CannotStart } from '../../run-options.ts';
import { applyEvent, initialState, type RunState } from '../../run-state.ts';
import { Refusal } from '../refusal.ts';
import { notesText, reportStart } from './detach.ts';
import { gatheringWriter, lastingWriter } from './lasting-writer.ts';
import { PlainReporter } from './plain-reporter.ts';
import { isPretty, type RunFormat, styleFor } from './report-style.ts';
import { jsonReporter, type Reporter, silentReporter } from './reporter.ts';
import { listenForStop, type StopSignals } from './stop-signals.ts';

/** How a run is told of: in which form, or, when it is detached, to the program that has started this one. */
export interface Presentation {
  readonly format?: RunFormat;
  readonly detached?: boolean;
}

/** What whoever carries a run out is given to tell of it, and to be told when to stop. */
export interface RunEars {
  readonly onEvent: (event: RunEvent) => void;
  /** Of a run that is gone on with: hears what happened before. */
  readonly onTaken: (before: readonly RunEvent[]) => void;
  readonly signal: AbortSignal;
  readonly killSignal: AbortSignal;
}

/** What is to be known of a run before it begins. */
interface Told {
  readonly root: string;
  /** What the user should know of it, a sentence each. */
  readonly notes: readonly string[];
}

/** Lets `carryOut` run to the end and tells how it goes on; answers the exit code. */
export async function presentRun(
  { root, notes }: Told,
  wishes: Presentation,
  carryOut: (ears: RunEars) => Promise<unknown>,
  stop: StopSignals = listenForStop(Date.now),
): Promise<number> {
  if (!wishes.detached) process.stderr.write(notesText(notes));
  const reporter = wishes.detached ? silentReporter : await reporterFor(wishes.format, root);
  const stopping = () => reporter.stopping();
  stop.polite.addEventListener('abort', stopping, { once: true });
  let state: RunState | undefined;
  const fold = (event: RunEvent): RunState | undefined => {
    if (event.type === 'run_started') state = initialState(event);
    else if (state) applyEvent(state, event);
    return state;
  };
  const onEvent = (event: RunEvent) => {
    const now = fold(event);
    if (!now) return;
    if (wishes.detached && (event.type === 'run_started' || event.type === 'run_resumed')) {
      const { runId } = now.started;
      reportStart({ runId, folder: runFolder(root, runId), notes });
    }
    reporter.report(event, now);
  };
  const onTaken = (before: readonly RunEvent[]) => {
    for (const event of before) {
      const then = fold(event);
      if (then) reporter.recall(event, then);
    }
  };
  try {
    await carryOut({ onEvent, onTaken, signal: stop.polite, killSignal: stop.atOnce });
  } catch (error) {
    if (error instanceof CannotStart) throw new Refusal(error.message);
    if (wishes.detached && state) keepFault(runFolder(root, state.started.runId), error);
    throw error;
  } finally {
    stop.polite.removeEventListener('abort', stopping);
    await reporter.end();
  }
  return exitCodeOf(state);
}

async function reporterFor(format: RunFormat | undefined, root: string): Promise<Reporter> {
  const { stdout } = process;
  const write = lastingWriter(stdout);
  const gathering = gatheringWriter(write);
  if (format === 'json') return flushedAtEnd(jsonReporter(gathering.write), gathering.flush);
  const style = styleFor(root, stdout.isTTY);
  if (!isPretty(format, stdout.isTTY)) return flushedAtEnd(new PlainReporter(gathering.write, style), gathering.flush);
  // Only a terminal is worth the time that measuring text takes to load.
  const { screenReporter } = await import('./screen-reporter.ts');
  return screenReporter(stdout, write, style);
}

function flushedAtEnd(reporter: Reporter, flush: () => void): Reporter {
  return {
    report: (event, state) => reporter.report(event, state),
    recall: (event, state) => reporter.recall(event, state),
    stopping: () => reporter.stopping(),
    end: async () => {
      await reporter.end();
      flush();
    },
  };
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
