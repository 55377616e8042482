import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { RunEvent } from './event.ts';

/** The one writer of a journal. It gathers events and writes them, a line each, when told to; every error is thrown. */
export class Journal {
  readonly #file: number;
  #lines = '';

  /** Makes the file; throws when it is there already or cannot be made. */
  constructor(path: string) {
    this.#file = openSync(path, 'ax', 0o600);
  }

  append(event: RunEvent): void {
    this.#lines += `${JSON.stringify(event)}\n`;
  }

  /** Hands everything gathered to the system. */
  flush(): void {
    if (this.#lines === '') return;
    const bytes = Buffer.from(this.#lines);
    this.#lines = '';
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }

  /** Whether the file still has a name: one that was deleted takes what is written without a word. */
  isReachable(): boolean {
    return process.platform === 'win32' || fstatSync(this.#file).nlink > 0;
  }

  /** Flushes down to the disk. */
  sync(): void {
    this.flush();
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
