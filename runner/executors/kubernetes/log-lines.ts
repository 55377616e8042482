const feed = 0x0a;
const space = 0x20;

/**
 * Takes a log with the time in front of each line, as the API tells it. It may be read again from a time on: what was brought
 * already is not brought again. Several lines may bear the same time, so those are counted.
 */
export class LogLines {
  readonly #onOutput: (part: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);
  /** The time of the last line that was brought, and how many with it were. */
  #last = '';
  #brought = 0;
  /** How many lines with that time have come in this reading. */
  #seen = 0;
  #count = 0;

  constructor(onOutput: (part: Buffer) => void) {
    this.#onOutput = onOutput;
  }

  /** From where to read on; empty: from the beginning. */
  get since(): string {
    return this.#last;
  }

  /** How many lines were brought. */
  get count(): number {
    return this.#count;
  }

  /** The next chunk begins a reading from `since` on: a line that was cut comes again. */
  startOver(): void {
    this.#rest = Buffer.alloc(0);
    this.#seen = 0;
  }

  push(chunk: Buffer): void {
    let text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = text.indexOf(feed); end !== -1; end = text.indexOf(feed)) {
      this.#take(text.subarray(0, end + 1));
      text = text.subarray(end + 1);
    }
    this.#rest = Buffer.from(text);
  }

  /** Nothing comes any more; `isWhole`: the last reading was not cut, and its last line may have no end. */
  end(isWhole: boolean): void {
    if (isWhole && this.#rest.length > 0) this.#take(this.#rest);
    this.startOver();
  }

  #take(line: Buffer): void {
    const gap = line.indexOf(space);
    const time = line.subarray(0, Math.max(gap, 0)).toString('latin1');
    if (!/^\d{4}-\d\d-\d\dT/.test(time)) {
      this.#bring(line);
      return;
    }
    if (time < this.#last) return;
    if (time === this.#last) {
      this.#seen++;
      if (this.#seen <= this.#brought) return;
      this.#brought = this.#seen;
    } else {
      this.#last = time;
      this.#seen = 1;
      this.#brought = 1;
    }
    this.#bring(line.subarray(gap + 1));
  }

  #bring(line: Buffer): void {
    this.#count++;
    this.#onOutput(line);
  }
}
