/** What is new: runs that came, went or ended, and the tasks that changed in runs that go on. */
export interface RunsChange {
  /** The list of runs, or the status of one of them, is another. */
  readonly list: boolean;
  /** By the run's folder: the tasks that changed. */
  readonly progress: ReadonlyMap<string, ReadonlySet<string>>;
  /** The folders of runs that have ended since the store looks. */
  readonly ended: readonly string[];
}

/** The first step is told at once, what comes within this time after it together. */
const tellMs = 40;

/** Gathers what is new and tells it to all listeners, the first step soon and the next ones together. Dispose of it. */
export class RunsNews implements Disposable {
  readonly #listeners = new Set<(change: RunsChange) => void>();
  readonly #beforeTelling: (changed: Iterable<string>) => void;
  #news = emptyNews();
  #telling: NodeJS.Timeout | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** `beforeTelling` gets the folders of the runs that changed, before anybody hears of it. */
  constructor(beforeTelling: (changed: Iterable<string>) => void) {
    this.#beforeTelling = beforeTelling;
  }

  listen(listener: (change: RunsChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  listChanged(): void {
    this.#news.list = true;
    this.#tellSoon();
  }

  progressed(folder: string, tasks: ReadonlySet<string>): void {
    const known = this.#news.progress.get(folder);
    this.#news.progress.set(folder, known ? new Set([...known, ...tasks]) : tasks);
    this.#tellSoon();
  }

  ended(folder: string): void {
    this.#news.ended.push(folder);
    this.listChanged();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#telling);
    this.#listeners.clear();
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(
      () => {
        this.#telling = undefined;
        this.#toldAt = performance.now();
        const news = this.#news;
        this.#news = emptyNews();
        this.#beforeTelling(news.progress.keys());
        for (const listener of this.#listeners) listener(news);
      },
      Math.max(0, tellMs - (performance.now() - this.#toldAt)),
    );
  }
}

function emptyNews() {
  return { list: false, progress: new Map<string, ReadonlySet<string>>(), ended: [] as string[] };
}
