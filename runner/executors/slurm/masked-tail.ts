import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { unmaskedOutput } from '../../layout.ts';
import type { Exit } from '../../processes/processes.ts';
import type { AttemptLog } from '../attempt-log.ts';

const longestRead = 1 << 20;

/** Brings what a job on another machine has printed into the log of its attempt, which masks it. */
export class MaskedTail {
  readonly #file: string;
  readonly #log: AttemptLog;
  #read = 0;
  #isFresh = true;

  constructor(path: string, log: AttemptLog) {
    this.#file = unmaskedOutput(path);
    this.#log = log;
  }

  /** Takes what has come since it was last called. */
  take(): void {
    let file: number;
    try {
      file = openSync(this.#file, 'r');
    } catch {
      return;
    }
    try {
      // Another runner may have brought a part of it: all of it comes again, the same.
      if (this.#isFresh) this.#log.startOver();
      this.#isFresh = false;
      const buffer = Buffer.allocUnsafe(longestRead);
      for (;;) {
        const length = readSync(file, buffer, 0, buffer.length, this.#read);
        if (length === 0) return;
        this.#read += length;
        this.#log.push(buffer.subarray(0, length));
      }
    } finally {
      closeSync(file);
    }
  }

  /** Takes the rest; nothing unmasked stays. Answers how the attempt ends, where that is for want of its log. */
  end(): Exit | undefined {
    this.take();
    this.#log.end();
    rmSync(this.#file, { force: true });
    return this.#log.fault;
  }
}
