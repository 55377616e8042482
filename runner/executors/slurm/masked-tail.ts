import { appendFileSync, closeSync, openSync, readSync, rmSync, truncateSync } from 'node:fs';
import { outputLog, unmaskedOutput } from '../../layout.ts';
import type { SecretValues } from '../../secrets/secret-values.ts';

const longestRead = 1 << 20;

/** Brings what a job on another machine has printed into the log of its attempt, masked. */
export class MaskedTail {
  readonly #path: string;
  readonly #mask: ReturnType<SecretValues['newMask']>;
  #read = 0;
  #isFresh = true;

  constructor(path: string, secrets: SecretValues) {
    this.#path = path;
    this.#mask = secrets.newMask();
  }

  /** Takes what has come since it was last called. */
  take(): void {
    let file: number;
    try {
      file = openSync(unmaskedOutput(this.#path), 'r');
    } catch {
      return;
    }
    try {
      // Another runner may have brought a part of it: all of it comes again, the same.
      if (this.#isFresh) startOver(outputLog(this.#path));
      this.#isFresh = false;
      const buffer = Buffer.allocUnsafe(longestRead);
      for (;;) {
        const length = readSync(file, buffer, 0, buffer.length, this.#read);
        if (length === 0) return;
        this.#read += length;
        // The mask may keep what it was given.
        this.#write(this.#mask.push(Buffer.from(buffer.subarray(0, length))));
      }
    } finally {
      closeSync(file);
    }
  }

  /** Takes the rest; nothing unmasked stays. */
  end(): void {
    this.take();
    this.#write(this.#mask.end());
    rmSync(unmaskedOutput(this.#path), { force: true });
  }

  #write(parts: readonly Uint8Array[]): void {
    for (const part of parts) appendFileSync(outputLog(this.#path), part);
  }
}

function startOver(log: string): void {
  appendFileSync(log, '');
  truncateSync(log, 0);
}
