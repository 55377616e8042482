import { closeSync, openSync, readSync } from 'node:fs';
import type { Owner, RunEvent, RunStarted } from '../event.ts';
import { journalFile } from '../layout.ts';
import { JournalDecoder, type JournalFault } from '../run-directory/journal-decoder.ts';

/** A journal to go on with. */
export interface ReadJournal {
  readonly started: RunStarted;
  /** What happened after it, in order. */
  readonly events: readonly RunEvent[];
  /** How many bytes are whole lines. */
  readonly length: number;
}

/** Reads the journal of the run in the folder `run` to its last whole line. Throws when the system refuses to. */
export function readJournal(run: string): ReadJournal | { readonly fault: JournalFault } {
  const decoder = new JournalDecoder();
  const events: RunEvent[] = [];
  let length = 0;
  let offset = 0;
  for (const bytes of pieces(journalFile(run))) {
    for (const event of decoder.push(bytes)) events.push(event);
    const lastBreak = bytes.lastIndexOf(0x0a);
    if (lastBreak >= 0) length = offset + lastBreak + 1;
    offset += bytes.length;
  }
  const [started, ...others] = events;
  if (decoder.fault) return { fault: decoder.fault };
  return started?.type === 'run_started' ? { started, events: others, length } : { fault: { kind: 'empty' } };
}

/** Who wrote it last. */
export function lastOwner({ started, events }: ReadJournal): Owner {
  return events.findLast(event => event.type === 'run_resumed') ?? started;
}

function* pieces(path: string): Iterable<Uint8Array> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  try {
    const buffer = new Uint8Array(1 << 20);
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      yield buffer.slice(0, length);
    }
  } finally {
    closeSync(file);
  }
}
