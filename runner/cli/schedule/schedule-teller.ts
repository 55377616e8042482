import type { RunTrigger } from '../../event.ts';
import { oneLine } from '../one-line.ts';
import { localTime } from '../time-text.ts';

/** Tells a person, or a log, what a scheduler does: a line each, with its time. */
export class ScheduleTeller {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Something that concerns one file. */
  of(file: string, text: string): void {
    this.say(`${oneLine(file)}: ${text}`);
  }

  say(text: string): void {
    this.#write(`${localTime(Date.now())} ${text}\n`);
  }
}

/** Why a run starts, as a part of a sentence. */
export function causeText({ kind, scheduledAt, late, files = [], run, status }: RunTrigger): string {
  switch (kind) {
    case 'cron':
      return `for ${localTime(scheduledAt)}${late ? ', which was missed' : ''}`;
    case 'files':
      return `for ${files.length === 1 ? files[0] : `${files.length} files: ${files[0]} …`}`;
    case 'pipeline':
      return `for the end of run ${run} (${status})`;
    case 'backfill':
    case 'manual':
      return `for ${localTime(scheduledAt)}, as asked`;
    default:
      return kind satisfies never;
  }
}
