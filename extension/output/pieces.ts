/** Texts from several writers for one reader; a writer waits while too much lies unread. */
export class Pieces {
  #texts: string[] = [];
  #size = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #wake: () => void;

  /** `wake` is called when something has come. */
  constructor(wake: () => void) {
    this.#wake = wake;
  }

  async write(text: string): Promise<void> {
    if (text === '') return;
    this.#texts.push(text);
    this.#size += text.length;
    this.#wake();
    if (this.#size > mostUnread) await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  /** All that has come since the last time. */
  take(): string {
    const text = this.#texts.join('');
    this.#texts = [];
    this.#size = 0;
    for (const resolve of this.#waiting.splice(0)) resolve();
    return text;
  }
}

const mostUnread = 256 * 1024;
