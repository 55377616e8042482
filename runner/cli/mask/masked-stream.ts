import { close, closeSync, constants, open, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { systemClock } from '../../clock.ts';
import type { OutputMask } from '../../secrets/output-mask.ts';
import { readAvailable } from './read-available.ts';

/** The output of one attempt on its way from a pipe into its log. */
export class MaskedStream {
  readonly #pipe: string;
  readonly #log: string;
  readonly #mask: OutputMask;
  readonly #opened: Promise<void>;
  readonly #ended: () => void;
  #socket: Socket | undefined;
  #input: number | undefined;
  #output: number | undefined;
  #isOpening = true;

  /** `ended` is called when all is in the log, or nothing more can be. */
  constructor(pipe: string, log: string, mask: OutputMask, ended: () => void) {
    this.#pipe = pipe;
    this.#log = log;
    this.#mask = mask;
    this.#ended = ended;
    // It waits for the one who writes, who in turn waits for us.
    this.#opened = new Promise(resolve => {
      open(pipe, 'r', (error, fd) => {
        this.#isOpening = false;
        if (error) ended();
        else this.#begin(fd);
        resolve();
      });
    });
  }

  /** Writes all that is in the pipe by now. */
  async drain(): Promise<void> {
    this.release();
    await this.#opened;
    if (this.#input === undefined || this.#socket?.destroyed) return;
    for (const chunk of readAvailable(this.#input)) {
      if (chunk === 'end') this.#finish();
      else this.#write(this.#mask.push(chunk));
    }
  }

  /** Waits no longer for one who writes: it may have been killed before it could. */
  release(): void {
    if (!this.#isOpening) return;
    try {
      closeSync(openSync(this.#pipe, constants.O_WRONLY | constants.O_NONBLOCK));
    } catch {
      // The pipe is gone, or we have not come to waiting yet.
    }
    systemClock.after(releaseAgainMs, () => this.release());
  }

  #begin(input: number): void {
    try {
      this.#output = openSync(this.#log, 'a');
    } catch {
      // Without a log the attempt gets SIGPIPE, and the runner looks why.
      close(input, () => this.#ended());
      return;
    }
    this.#input = input;
    this.#socket = new Socket({ fd: input, readable: true, writable: false });
    this.#socket.on('data', chunk => this.#write(this.#mask.push(chunk)));
    // At once: when it has closed the file, the number may be another pipe's.
    this.#socket.on('end', () => this.#finish());
    this.#socket.on('error', () => this.#finish());
    this.#socket.on('close', () => this.#finish());
  }

  #write(parts: readonly Uint8Array[]): void {
    const [first] = parts;
    if (this.#output === undefined || first === undefined) return;
    const bytes = parts.length === 1 ? first : Buffer.concat(parts);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#output, bytes, done);
    } catch {
      // A full disk: what cannot be kept is not swallowed, its writer is told by SIGPIPE.
      this.#closeOutput();
      this.#finish();
    }
  }

  #finish(): void {
    if (this.#input === undefined) return;
    this.#input = undefined;
    this.#write(this.#mask.end());
    this.#closeOutput();
    this.#socket?.destroy();
    this.#ended();
  }

  #closeOutput(): void {
    if (this.#output !== undefined) closeSync(this.#output);
    this.#output = undefined;
  }
}

const releaseAgainMs = 10;
