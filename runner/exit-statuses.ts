import { appendFileSync, closeSync, openSync, readSync } from 'node:fs';
import { exitsFile } from './layout.ts';

/** Takes back what was told of an attempt of the run in the folder `run`, which begins now. Throws when that cannot be written. */
export function takeBackExit(run: string, attempt: string): void {
  appendFileSync(exitsFile(run), `- ${attempt}\n`);
}

/** How the attempts of a run ended, as the shells that ran them wrote it down. It learns what is new when told to. */
export class ExitStatuses {
  readonly #file: string;
  readonly #statuses = new Map<string, number>();
  #offset = 0;
  #unread = '';

  /** Of the run in the folder `run`. */
  constructor(run: string) {
    this.#file = exitsFile(run);
  }

  /** The status of an attempt, named as its files are; `undefined` when it has not ended, or nobody could tell. */
  of(attempt: string): number | undefined {
    return this.#statuses.get(attempt);
  }

  /** Reads what was added. A file that is not there says nothing. */
  update(): void {
    const lines = (this.#unread + this.#read()).split('\n');
    this.#unread = lines.pop() ?? '';
    for (const line of lines) {
      const [, status, attempt = ''] = /^(-|\d{1,3}) (.+)$/.exec(line) ?? [];
      if (status === '-') this.#statuses.delete(attempt);
      else if (status !== undefined) this.#statuses.set(attempt, Number(status));
    }
  }

  #read(): string {
    let file: number | undefined;
    try {
      file = openSync(this.#file, 'r');
      const buffer = Buffer.allocUnsafe(64 * 1024);
      const pieces: Buffer[] = [];
      for (let length = -1; length !== 0; this.#offset += length) {
        length = readSync(file, buffer, 0, buffer.length, this.#offset);
        pieces.push(Buffer.from(buffer.subarray(0, length)));
      }
      return Buffer.concat(pieces).toString('utf8');
    } catch {
      return '';
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }
}
