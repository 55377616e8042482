import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner, RunTrigger } from '../../event.ts';
import type { Scheduling } from '../../schedule/scheduling.ts';
import { wordsOf } from '../../schedule/trigger-key.ts';

/** How a scheduler stands, in `state.json`, for whoever wants to show it. Its process may be gone: look whether it lives. */
export interface SchedulePicture {
  readonly owner: Owner;
  /** The folder whose pipelines it starts, absolute. */
  readonly folder: string;
  readonly at: number;
  readonly pipelines: readonly {
    /** From the folder that holds `.dagwright`. */
    readonly file: string;
    readonly paused: boolean;
    /** Why what the file says now does not count. */
    readonly fault?: string;
    readonly triggers: readonly {
      readonly kind: 'cron' | 'files' | 'pipeline';
      readonly words: string;
      /** The next scheduled time. */
      readonly next?: number;
      /** How many starts wait for their turn. */
      readonly waiting: number;
    }[];
    /** The runs that go on. */
    readonly runs: readonly { readonly run: string; readonly trigger: RunTrigger }[];
  }[];
}

/** Keeps the picture of a scheduler up to date, whole or not at all. Close it: it is written a last time. */
export class PictureFile {
  readonly #folder: string;
  readonly #picture: () => SchedulePicture;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, picture: () => SchedulePicture) {
    this.#folder = folder;
    this.#picture = picture;
  }

  /** Something changed. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.#write(), pictureMs);
  }

  close(): void {
    this.#write();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const draft = join(this.#folder, '.state.json');
    writeFileSync(draft, `${JSON.stringify(this.#picture())}\n`, { mode: 0o600 });
    renameSync(draft, join(this.#folder, 'state.json'));
  }
}

/** What happens at once is written once. */
const pictureMs = 250;

/** The pipelines of a scheduler as they stand. */
export function picturedPipelines(
  scheduling: Scheduling,
  faults: ReadonlyMap<string, string>,
  files: Iterable<string>,
): SchedulePicture['pipelines'] {
  const { triggers, runsOf, runs } = scheduling.state;
  const triggersOf = new Map<string, SchedulePicture['pipelines'][number]['triggers'][number][]>();
  for (const [key, { file, definition, waiting }] of triggers) {
    const next = scheduling.nextOf(key);
    const told = { kind: definition.kind, words: wordsOf(definition), waiting: waiting.length };
    const others = triggersOf.get(file) ?? [];
    others.push({ ...told, ...(next !== undefined && { next }) });
    triggersOf.set(file, others);
  }
  return [...new Set([...files, ...triggersOf.keys()])].sort().map(file => {
    const fault = faults.get(file);
    const going = [...(runsOf.get(file) ?? [])].flatMap(run => {
      const started = runs.get(run);
      return started ? [{ run, trigger: started.cause }] : [];
    });
    const told = { file, paused: scheduling.isPaused(file), triggers: triggersOf.get(file) ?? [], runs: going };
    return { ...told, ...(fault !== undefined && { fault }) };
  });
}
