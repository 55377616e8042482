import type { RunEvent } from '../../event.ts';
import { progressOf } from '../../run-directory/counted-tasks.ts';
import type { RunState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import { clockTime } from '../time-text.ts';
import { type Change, changeOf } from './change-text.ts';
import { HitsAtOnce, isHit } from './hits-at-once.ts';
import { outputLines } from './output-lines.ts';
import type { Reporter, ReportStyle } from './reporter.ts';
import { startText } from './start-text.ts';
import { summaryText } from './summary-text.ts';

/** Writes a line for each change: for logs and pipes. The end of the output of what failed stands below it. */
export class PlainReporter implements Reporter {
  readonly #write: (text: string) => void;
  readonly #style: ReportStyle;
  readonly #hits = new HitsAtOnce();
  /** The last one: in a second there are thousands of lines. */
  #stamp = { second: Number.NaN, text: '' };
  /** Lines wait for the output before them, while there is any that is being read. */
  #written: Promise<void> | undefined;

  constructor(write: (text: string) => void, style: ReportStyle) {
    this.#write = write;
    this.#style = style;
  }

  report(event: RunEvent, state: RunState): void {
    if (event.type === 'run_started') this.#line(event.at, startText(event));
    if (event.type === 'run_resumed') this.#line(event.at, resumeText(state));
    if (event.type === 'cancel_requested') this.#line(event.at, stopText(event));
    if (event.type === 'run_ended') this.#later(() => summaryText(state, this.#style));
    const change = changeOf(event, state);
    if (change) this.#tell(change, event.at, state.started.runId);
  }

  recall(): void {}

  stopping(): void {
    this.#later(() => 'Stopping: tasks are asked to end. Ctrl-C again stops them at once.\n');
  }

  async end(): Promise<void> {
    await this.#written;
  }

  #tell({ task, kind, text, failedAttempt, why }: Change, at: number, runId: string): void {
    const between = text === why ? ': ' : ' ';
    const said = kind === 'success' || kind === 'failed' ? `${kind}${between}${text}`.trimEnd() : text;
    const line = () => this.#stamped(at, `${task.name}: ${said.replaceAll('  ', ', ')}`);
    if (!isHit(task)) this.#later(line);
    else if (this.#hits.add(line))
      this.#later(() => Promise.resolve().then(() => this.#hits.take(words => this.#stamped(at, words))));
    if (failedAttempt === undefined) return;
    this.#later(async () => {
      const lines = await outputLines(this.#style.root, runId, task.name, failedAttempt, why);
      return lines.map(line => `    ${this.#style.symbols.output} ${line}\n`).join('');
    });
  }

  #line(at: number, text: string): void {
    this.#later(() => this.#stamped(at, text));
  }

  #stamped(at: number, text: string): string {
    const second = Math.floor(at / 1000);
    if (second !== this.#stamp.second) this.#stamp = { second, text: this.#style.paint('dim', clockTime(at)) };
    return `${this.#stamp.text} ${text}\n`;
  }

  #later(text: () => string | Promise<string>): void {
    const ready = this.#written ? this.#written.then(text) : text();
    if (typeof ready === 'string') {
      this.#write(ready);
      return;
    }
    const written: Promise<void> = ready.then(late => {
      this.#write(late);
      if (this.#written === written) this.#written = undefined;
    });
    this.#written = written;
  }
}

/** What is gone on with, and how far it is. */
export function resumeText(state: RunState): string {
  const { name, runId } = state.started;
  const { done, total } = progressOf(state);
  return `${oneLine(name)}: run ${runId} goes on, ${done} of ${total} tasks done`;
}

function stopText(event: Extract<RunEvent, { type: 'cancel_requested' }>): string {
  if (event.task !== undefined && event.by === 'timeout') return `${event.task}: cancelled because it took too long`;
  const by = { user: 'by request', fail_fast: 'after the first failure', timeout: 'because the run timed out' }[
    event.by
  ];
  return `${event.task ?? 'run'}: cancelled ${by}`;
}
