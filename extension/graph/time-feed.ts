import type { TaskTimes, TimesMessage, WatchedTimes } from './messages.ts';
import type { RunTimes } from './run-facts.ts';

/** Tells a graph how a run lies in time, while anybody looks: each time only what is new. */
export class TimeFeed {
  readonly #ask: (isNext: boolean) => Promise<RunTimes>;
  readonly #post: (message: TimesMessage) => void;
  readonly #told = new Map<string, string>();
  #run: string | undefined;
  #watches: WatchedTimes = 'none';
  #asking: Promise<void> | undefined;
  #isDue = false;

  /** `ask`: for the newest run, or for what the next one is expected to be. */
  constructor(ask: (isNext: boolean) => Promise<RunTimes>, post: (message: TimesMessage) => void) {
    this.#ask = ask;
    this.#post = post;
  }

  /** Who begins to look knows nothing. */
  watch(watches: WatchedTimes): void {
    this.#watches = watches;
    this.#told.clear();
    this.#run = undefined;
    this.tell();
  }

  /** Something may have happened. What comes while an answer is awaited is told with the next one. */
  tell(): void {
    this.#isDue = this.#watches !== 'none';
    if (this.#isDue)
      this.#asking ??= this.#tellAll().finally(() => {
        this.#asking = undefined;
      });
  }

  async #tellAll(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      const asked = this.#watches;
      const times = await this.#ask(asked === 'next');
      if (this.#watches === asked) this.#tellNews(times);
    }
  }

  #tellNews(times: RunTimes): void {
    const run = times.run ?? JSON.stringify(times);
    const isOther = run !== this.#run;
    if (!isOther && times.run === null) return;
    if (isOther) this.#told.clear();
    this.#run = run;
    const count = this.#told.size;
    const news = times.tasks.filter(task => {
      const now = signatureOf(task);
      if (this.#told.get(task.task) === now) return false;
      this.#told.set(task.task, now);
      return true;
    });
    if (isOther || news.length > 0 || times.endedAt !== undefined) {
      const { before: _, expected: _expected, ...changing } = times;
      const order = this.#told.size === count ? {} : { order: times.tasks.map(({ task }) => task) };
      this.#post({ type: 'times', ...(isOther ? times : changing), tasks: news, ...order });
    }
  }
}

/** Two that differ look different. */
function signatureOf({ status, attempts, queuedAt, openedAt, retryAt, endedAt, slackMs }: TaskTimes): string {
  return [status, attempts.length, attempts.at(-1)?.endedAt, queuedAt, openedAt, retryAt, endedAt, slackMs].join();
}
