import { journalVersion, type RunEvent } from '../event.ts';
import { parseEventLine } from './event-line.ts';

/** Why a journal, or a part of it, cannot be read. `line` counts from 1. */
export type JournalFault =
  /** There is no journal: the run never began, or its folder was deleted. */
  | { readonly kind: 'missing' }
  /** Not even the first line is whole: the run is just beginning, or died before it began. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'newer-version'; readonly version: number }
  | { readonly kind: 'unreadable'; readonly line: number; readonly message: string };

const newline = 0x0a;

/**
 * Makes events of a journal's bytes as they come, in pieces of any size. An unfinished line waits for its rest and is
 * dropped when none comes; a later line that is no event is left out and counted; a first line that is none is a fault,
 * and nothing comes after it.
 */
export class JournalDecoder {
  #rest: Uint8Array = new Uint8Array();
  #lines = 0;
  #fault: JournalFault | undefined;
  #unreadableLines = 0;

  /** The fault that keeps the whole journal from being read. */
  get fault(): JournalFault | undefined {
    return this.#fault ?? (this.#lines === 0 ? { kind: 'empty' } : undefined);
  }

  /** How many lines behind the first were no events. */
  get unreadableLines(): number {
    return this.#unreadableLines;
  }

  /** Forgets a line that has no end yet, and answers how many bytes it had: whoever resumes the run takes it away. */
  dropUnfinished(): number {
    const { length } = this.#rest;
    this.#rest = new Uint8Array();
    return length;
  }

  /** Takes the next bytes; answers the events whose lines they complete. */
  push(bytes: Uint8Array): RunEvent[] {
    const events: RunEvent[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      const event = this.#line(joined(this.#rest, bytes.subarray(start, end)));
      if (event) events.push(event);
      this.#rest = new Uint8Array();
      start = end + 1;
    }
    if (start < bytes.length) this.#rest = joined(this.#rest, new Uint8Array(bytes.subarray(start)));
    return events;
  }

  #line(bytes: Uint8Array): RunEvent | undefined {
    this.#lines++;
    if (this.#fault) return undefined;
    const event = parseEventLine(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
    if (this.#lines === 1) this.#fault = faultOfFirst(event);
    else if (!event || event.type === 'run_started') this.#unreadableLines++;
    if (this.#fault || (this.#lines > 1 && event?.type === 'run_started')) return undefined;
    return event;
  }
}

function faultOfFirst(event: RunEvent | undefined): JournalFault | undefined {
  if (event?.type !== 'run_started')
    return { kind: 'unreadable', line: 1, message: 'it does not begin with run_started' };
  if (event.version > journalVersion) return { kind: 'newer-version', version: event.version };
  return undefined;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
