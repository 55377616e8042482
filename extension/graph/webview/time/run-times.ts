import type { TaskSpan, TaskTimes, TimesMessage } from '../../messages.ts';

/** What the editor has told of the times of a run. */
export class RunTimes {
  readonly #tasks = new Map<string, TaskTimes>();
  #order: readonly string[] = [];
  #message: TimesMessage | undefined;
  #before: ReadonlyMap<string, TaskSpan> = new Map();
  #expected: ReadonlyMap<string, TaskSpan> = new Map();
  #guessed: ReadonlySet<string> = new Set();
  #critical: ReadonlySet<string> = new Set();

  /** Takes over what is new. */
  take(message: TimesMessage): void {
    const isOther = message.run === null || message.run !== this.#message?.run;
    if (isOther) {
      this.#tasks.clear();
      this.#order = [];
    }
    if (message.order) this.#order = message.order;
    this.#message = message;
    for (const times of message.tasks) this.#tasks.set(times.task, times);
    if (isOther || message.before) this.#before = byTask(message.before);
    if (isOther || message.expected) this.#expected = byTask(message.expected);
    if (isOther) this.#guessed = new Set(message.guessed);
    this.#critical = new Set(message.criticalPath);
  }

  /** In the order of the rows. */
  names(): readonly string[] {
    return this.#order;
  }

  of(task: string): TaskTimes | undefined {
    return this.#tasks.get(task);
  }

  /** When the task ran in the run before, in milliseconds from that one's start. */
  before(task: string): TaskSpan | undefined {
    return this.#before.get(task);
  }

  /** When a task that has not ended is expected to run, in a run that goes on or in the next one. */
  expected(task: string): TaskSpan | undefined {
    const isToCome = (this.isLive || this.isNext) && this.#tasks.get(task)?.endedAt === undefined;
    return isToCome ? this.#expected.get(task) : undefined;
  }

  /** Whether the past tells nothing of the task, so that what is expected of it is a guess. */
  isGuessed(task: string): boolean {
    return this.#guessed.has(task);
  }

  isCritical(task: string): boolean {
    return this.#critical.has(task);
  }

  get startedAt(): number {
    return this.#message?.startedAt ?? 0;
  }

  /** Whether it is not of a run, but of what the next one is expected to be. */
  get isNext(): boolean {
    return this.#message?.isNext === true;
  }

  /** Whether it has a run that goes on. */
  get isLive(): boolean {
    return this.#message !== undefined && this.#message.run !== null && this.#message.endedAt === undefined;
  }

  /** How long the run took, or goes on by now; also of the next one. */
  runMs(now: number): number {
    const end = this.isLive ? now : (this.#message?.endedAt ?? this.startedAt);
    return Math.max(0, end - this.startedAt);
  }

  /** Up to the last end of the run before. */
  get beforeMs(): number {
    return lastEnd(this.#before);
  }

  /** Up to the last end that is expected. */
  get expectedMs(): number {
    return lastEnd(this.#expected);
  }

  /** From the start to the end of all that is drawn, in milliseconds. */
  lengthMs(now: number): number {
    return Math.max(this.runMs(now), this.beforeMs, this.isLive ? this.expectedMs : 0);
  }
}

function lastEnd(spans: ReadonlyMap<string, TaskSpan>): number {
  let last = 0;
  for (const [, , end] of spans.values()) last = Math.max(last, end);
  return last;
}

function byTask(spans: readonly TaskSpan[] = []): ReadonlyMap<string, TaskSpan> {
  return new Map(spans.map(span => [span[0], span]));
}
