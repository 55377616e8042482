import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { RunEvent } from './event.ts';

/** Opens the journal at a path: a new one, or one that is there with this many bytes that count. */
export type JournalOpener = (path: string, length?: number) => Journal;

/** Opens the real journal. Throws as `Journal` does. */
export function openJournal(path: string, length?: number): Journal {
  return new Journal(path, length);
}

/** The one writer of a journal. It gathers events and writes them, a line each, when told to; every error is thrown. */
export class Journal {
  readonly #file: number;
  #lines = '';
  /** What could not be written yet: it begins in the middle of a line when the disk took a part of it. */
  #unwritten: Buffer = Buffer.alloc(0);

  /**
   * Makes the file; throws when it is there already or cannot be made. With a `length` it is there: what stands beyond that
   * many bytes, a line that was not written to its end, is dropped.
   */
  constructor(path: string, length?: number) {
    this.#file =
      length === undefined ? openSync(path, 'ax', 0o600) : openSync(path, constants.O_WRONLY | constants.O_APPEND);
    if (length !== undefined) ftruncateSync(this.#file, length);
  }

  append(event: RunEvent): void {
    this.#lines += `${JSON.stringify(event)}\n`;
  }

  /** Adds bytes that are lines already, or a part of some, behind all that was gathered, and hands what stands before them to the system. */
  appendBytes(bytes: Buffer): void {
    this.flush();
    this.#unwritten = bytes;
  }

  /** Hands everything gathered to the system. What it does not take, it is given again the next time. */
  flush(): void {
    const lines = this.#lines;
    this.#lines = '';
    if (this.#unwritten.length === 0) this.#writeText(lines);
    else if (lines !== '') this.#unwritten = Buffer.concat([this.#unwritten, Buffer.from(lines)]);
    while (this.#unwritten.length > 0) {
      this.#unwritten = this.#unwritten.subarray(writeSync(this.#file, this.#unwritten));
    }
  }

  /** As a text, of which nothing is copied first; what was not taken waits. */
  #writeText(text: string): void {
    if (text === '') return;
    let written = 0;
    try {
      written = writeSync(this.#file, text);
    } finally {
      if (written < Buffer.byteLength(text)) this.#unwritten = Buffer.from(text).subarray(written);
    }
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
