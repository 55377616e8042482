import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../../../pipeline/trigger-words.ts';
import type { Scheduling } from '../../schedule/scheduling.ts';
import {
  type PicturedPipeline,
  type PicturedTrigger,
  pictureFile,
  type SchedulePicture,
} from '../../schedule-folder/schedule-picture.ts';

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
    const text = `${JSON.stringify(this.#picture())}\n`;
    try {
      writeFileSync(draft, text, { mode: 0o600 });
      renameSync(draft, pictureFile(this.#folder));
    } catch {
      // It is only a picture: a full disk has room for the next, and of a folder that is gone others tell.
    }
  }
}

/** What happens at once is written once. */
const pictureMs = 250;

/** The pipelines of a scheduler as they stand. */
export function picturedPipelines(
  scheduling: Scheduling,
  faults: ReadonlyMap<string, string>,
  files: Iterable<string>,
): readonly PicturedPipeline[] {
  const { triggers, runsOf, runs, refusals } = scheduling.state;
  const triggersOf = new Map<string, PicturedTrigger[]>();
  for (const [key, { file, definition, waiting, missed }] of triggers) {
    const next = scheduling.nextOf(key);
    const told = { kind: definition.kind, words: wordsOf(definition), waiting: waiting.length };
    const others = triggersOf.get(file) ?? [];
    others.push({ ...told, ...(next !== undefined && { next }), ...(missed && { missed }) });
    triggersOf.set(file, others);
  }
  return [...new Set([...files, ...triggersOf.keys()])].sort().map(file => {
    const fault = faults.get(file);
    const going = [...(runsOf.get(file) ?? [])].flatMap(run => {
      const started = runs.get(run);
      return started ? [{ run, trigger: started.cause }] : [];
    });
    const told = { file, paused: scheduling.isSwitchedOff(file), triggers: triggersOf.get(file) ?? [], runs: going };
    const off: { readonly off?: true } = scheduling.isOn(file) ? {} : { off: true };
    const refusal = refusals.get(file);
    return { ...told, ...off, ...(fault !== undefined && { fault }), ...(refusal !== undefined && { refusal }) };
  });
}
