import type { RunEvent } from '../../event.ts';
import { isEnd, type RunState, type TaskState } from '../../run-state.ts';
import { paintStatus } from '../symbols.ts';
import { type Change, changeOf } from './change-text.ts';
import { HitsAtOnce, isHit } from './hits-at-once.ts';
import { LiveArea, type Screen } from './live-area.ts';
import { pictureLines } from './live-picture.ts';
import { outputLines } from './output-lines.ts';
import { resumeText } from './plain-reporter.ts';
import type { Reporter, ReportStyle } from './reporter.ts';
import { RunProgress } from './run-progress.ts';
import { startText } from './start-text.ts';
import { summaryText } from './summary-text.ts';

/** Ten pictures a second: quick to the eye, and calm. */
const frameMs = 100;
/** Of more instances than this, only those are told of one by one with which something is wrong. */
const tellableInstances = 12;

/** Draws a live picture of a run on a terminal: what is over scrolls away above, what goes on stands below. */
export class PrettyReporter implements Reporter {
  readonly #area: LiveArea;
  readonly #style: ReportStyle;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #active = new Map<string, TaskState>();
  readonly #progress = new RunProgress();
  readonly #hits = new HitsAtOnce();
  #state: RunState | undefined;
  #stopping = false;
  #permanent = '';
  /** Permanent lines keep their order though the output among them is read from files. */
  #pending: Promise<void> = Promise.resolve();

  constructor(screen: Screen, style: ReportStyle, now: () => number) {
    this.#area = new LiveArea(screen);
    this.#style = style;
    this.#now = now;
    this.#timer = setInterval(() => this.#draw(), frameMs);
    this.#timer.unref();
  }

  report(event: RunEvent, state: RunState): void {
    this.recall(event, state);
    if (event.type === 'run_started') this.#sayNow(startText(event));
    if (event.type === 'run_resumed') this.#sayNow(resumeText(state));
    const change = changeOf(event, state);
    if (change && this.#isWorthALine(change)) this.#tell(change, state);
  }

  recall(event: RunEvent, state: RunState): void {
    this.#state = state;
    this.#progress.hear(event, state);
    if ('task' in event && event.task !== undefined) this.#follow(state.tasks.get(event.task));
  }

  stopping(): void {
    this.#stopping = true;
    this.#draw();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pending;
    const summary = this.#state?.endedAt === undefined ? '' : `\n${summaryText(this.#state, this.#style)}`;
    this.#area.close(`${this.#permanent}${summary}`);
    this.#permanent = '';
  }

  #follow(task: TaskState | undefined): void {
    if (!task) return;
    if (isEnd(task.status)) this.#active.delete(task.name);
    else if (task.status !== 'pending' && task.status !== 'queued') this.#active.set(task.name, task);
  }

  /** Starts are seen in the picture; tasks that a cancel kept from starting are counted at the end, as is in a large group all that did not fail. */
  #isWorthALine(change: Change): boolean {
    const { kind, task } = change;
    if (kind === 'started' || isKeptFromStarting(change)) return false;
    if (kind === 'failed' || kind === 'retry') return true;
    return !this.#isOneOfMany(task);
  }

  #isOneOfMany({ definition }: TaskState): boolean {
    const group = definition.group === undefined ? undefined : this.#state?.tasks.get(definition.group);
    if (!group) return false;
    const isFannedOut = group.definition.matrix !== undefined || group.definition.foreach !== undefined;
    if (isFannedOut && (this.#progress.ofGroup(group.name)?.total ?? 0) > tellableInstances) return true;
    return this.#isOneOfMany(group);
  }

  #tell(change: Change, state: RunState): void {
    const { task, kind, text, failedAttempt, why } = change;
    const status = kind === 'retry' ? 'retrying' : task.status;
    const symbol = paintStatus(this.#style.paint, status, this.#style.symbols.status[status]);
    const line = () =>
      `${symbol} ${kind === 'not-run' ? this.#style.paint('dim', task.name) : task.name}  ${this.#style.paint('dim', text)}\n`;
    if (!isHit(task)) this.#say(line);
    else if (this.#hits.add(line)) this.#say(() => this.#hits.take(words => `${symbol} ${words}\n`));
    if (failedAttempt === undefined) return;
    const { runId } = state.started;
    this.#pending = this.#pending.then(async () => {
      for (const line of await outputLines(this.#style.root, runId, task.name, failedAttempt, why)) {
        this.#permanent += `  ${paintStatus(this.#style.paint, status, this.#style.symbols.output)} ${line}\n`;
      }
    });
  }

  #sayNow(text: string): void {
    this.#say(() => `${this.#style.paint('dim', text)}\n`);
  }

  #say(text: () => string): void {
    this.#pending = this.#pending.then(() => {
      this.#permanent += text();
    });
  }

  #draw(): void {
    if (!this.#state) return;
    const [state, progress, stopping] = [this.#state, this.#progress, this.#stopping];
    const picture = { state, progress, stopping, active: [...this.#active.values()], now: this.#now() };
    const { width, height } = this.#area;
    const lines = pictureLines(picture, width, height - 1, this.#style.paint, this.#style.symbols);
    this.#area.draw(this.#permanent, ['', ...lines]);
    this.#permanent = '';
  }
}

function isKeptFromStarting({ kind, task }: Change): boolean {
  return kind === 'cancelled' && task.attempts.length === 0 && task.openedAt === undefined;
}
