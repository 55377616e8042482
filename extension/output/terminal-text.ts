/**
 * Turns a task's output, as it comes in pieces of any size, into what a terminal shows in the same way: each line feed also
 * returns to the first column, and a character that is cut between two pieces is put together.
 */
export class TerminalText {
  readonly #decoder = new TextDecoder();
  #endsWithReturn = false;

  /** The next bytes as terminal text. */
  push(bytes: Uint8Array): string {
    return this.#withReturns(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What is left when nothing more comes. */
  end(): string {
    return this.#withReturns(this.#decoder.decode());
  }

  #withReturns(text: string): string {
    if (text === '') return '';
    const joined =
      this.#endsWithReturn && text.startsWith('\n')
        ? `\n${text.slice(1).replace(lineFeed, '\r\n')}`
        : text.replace(lineFeed, '\r\n');
    this.#endsWithReturn = text.endsWith('\r');
    return joined;
  }
}

/** A line feed that no carriage return stands before. */
const lineFeed = /(?<!\r)\n/g;

/** What is said about the output and is no part of it: dim, or in `colour`, on a line of its own. Control characters are taken out. */
export function remark(text: string, colour: keyof typeof colours = 'dim'): string {
  return `\u001b[0;${colours[colour]}m${text.replace(/\p{Cc}/gu, ' ')}\u001b[0m\r\n`;
}

const colours = { dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** A size in the largest unit that keeps it above one: `1.5 GB`. */
export function formatBytes(bytes: number): string {
  const unit = Math.min(Math.floor(Math.log10(Math.max(1, bytes)) / 3), units.length - 1);
  const amount = bytes / 1000 ** unit;
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
