import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScheduleRecord } from '../../schedule/schedule-record.ts';
import { applyRecord, emptyState, recordsOf, type ScheduleState } from '../../schedule/schedule-state.ts';

/** A journal longer than this, and than four times what it came to the last time, begins anew with what it comes to. */
const longest = 1 << 20;

/** What a scheduler decided, a line each, on the disk before it is acted on. Only the one scheduler of a folder may open it. Close it. */
export class ScheduleJournal {
  readonly state: ScheduleState;
  readonly #file: string;
  #descriptor: number;
  #length: number;
  #longest = longest;

  /** Reads what there is; a last line that was not written to its end is dropped. */
  constructor(folder: string) {
    this.#file = join(folder, 'journal.ndjson');
    this.#descriptor = openSync(this.#file, 'a+', 0o600);
    keepNames(folder);
    const text = readFileSync(this.#file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    this.#length = Buffer.byteLength(whole);
    if (whole.length < text.length) ftruncateSync(this.#descriptor, this.#length);
    this.state = emptyState();
    for (const line of whole.split('\n')) {
      const record = asRecord(line);
      if (record) applyRecord(this.state, record);
    }
  }

  /** Returns when it is on the disk. */
  append(records: readonly ScheduleRecord[]): void {
    if (this.#length > this.#longest) this.#shorten();
    this.#write(records);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #write(records: readonly ScheduleRecord[]): void {
    const bytes = Buffer.from(records.map(record => `${JSON.stringify(record)}\n`).join(''));
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    fdatasyncSync(this.#descriptor);
    this.#length += bytes.length;
  }

  #shorten(): void {
    const draft = `${this.#file}.new`;
    const descriptor = openSync(draft, 'w', 0o600);
    closeSync(this.#descriptor);
    this.#descriptor = descriptor;
    this.#length = 0;
    this.#write(recordsOf(this.state, Date.now()));
    renameSync(draft, this.#file);
    keepNames(dirname(this.#file));
    this.#longest = Math.max(longest, 4 * this.#length);
  }
}

/** After a power cut the old file could stand there again, without what was decided since. */
function keepNames(folder: string): void {
  // Windows keeps them by itself, and opens no folders.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function asRecord(line: string): ScheduleRecord | undefined {
  if (line === '') return undefined;
  try {
    // We wrote it ourselves, and each line whole.
    const record: ScheduleRecord = JSON.parse(line);
    return record;
  } catch {
    return undefined;
  }
}
