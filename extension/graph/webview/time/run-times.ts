import type { TaskSpan, TaskTimes, TimesMessage } from '../../messages.ts';

/** What the editor has told of the times of a run. */
export class RunTimes {
  readonly #tasks = new Map<string, TaskTimes>();
  #order: readonly string[] = [];
  #message: TimesMessage | undefined;
  #before: ReadonlyMap<string, TaskSpan> = new Map();
  #expected: ReadonlyMap<string, TaskSpan> = new Map();
  #critical: ReadonlySet<string> = new Set();

  /** Takes over what is new. */
  take(message: TimesMessage): void {
    const isOther = message.run !== this.#message?.run;
    if (isOther) {
      this.#tasks.clear();
      this.#order = [];
    }
    if (message.order) this.#order = message.order;
    this.#message = message;
    for (const times of message.tasks) this.#tasks.set(times.task, times);
    if (isOther || message.before) this.#before = byTask(message.before);
    if (isOther || message.expected) this.#expected = byTask(message.expected);
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

  /** When a task that has not ended in a run that goes on is expected to run. */
  expected(task: string): TaskSpan | undefined {
    return this.isLive && this.#tasks.get(task)?.endedAt === undefined ? this.#expected.get(task) : undefined;
  }

  isCritical(task: string): boolean {
    return this.#critical.has(task);
  }

  get startedAt(): number {
    return this.#message?.startedAt ?? 0;
  }

  /** Whether it has a run that goes on. */
  get isLive(): boolean {
    return this.#message !== undefined && this.#message.run !== null && this.#message.endedAt === undefined;
  }

  /** From the start to the end of all that is drawn, in milliseconds. */
  lengthMs(now: number): number {
    const length = this.isLive ? now - this.startedAt : (this.#message?.endedAt ?? this.startedAt) - this.startedAt;
    const spans = [...this.#before.values(), ...(this.isLive ? this.#expected.values() : [])];
    return spans.reduce((longest, [, , end]) => Math.max(longest, end), Math.max(0, length));
  }
}

function byTask(spans: readonly TaskSpan[] = []): ReadonlyMap<string, TaskSpan> {
  return new Map(spans.map(span => [span[0], span]));
}
