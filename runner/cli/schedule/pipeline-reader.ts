import { existsSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { analyse } from '../../../pipeline/analyse.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { readPipelineFile } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';

/** What a pipeline file says, or why it cannot be started by itself. */
export type FileReading = { readonly pipeline: Pipeline } | { readonly fault: string } | 'gone';

/** How long a file must be left alone before it is read: an editor writes in several steps. */
const settleMs = 150;
const slowLookMs = 10_000;

/** Reads pipeline files now and with each edit. Close it. */
export class PipelineReader {
  readonly #read: (file: string, reading: FileReading) => Promise<void>;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** How each file lay there when it was read last. */
  readonly #stamps = new Map<string, string | undefined>();
  readonly #slowLook = setInterval(() => this.#lookSlowly(), slowLookMs);

  /** `read` hears what each file says, at first and with each edit. */
  constructor(read: (file: string, reading: FileReading) => Promise<void>) {
    this.#read = read;
  }

  /** A file was edited, came or went. */
  soon(file: string): void {
    clearTimeout(this.#timers.get(file));
    const timer = setTimeout(async () => {
      this.#timers.delete(file);
      await this.take(file);
    }, settleMs);
    this.#timers.set(file, timer);
  }

  /** Reads a file now. */
  async take(file: string): Promise<void> {
    this.#stamps.set(file, stampOf(file));
    const reading = await readArmed(file);
    if (reading === 'gone') this.#stamps.delete(file);
    await this.#read(file, reading);
  }

  /** A folder went, and what was in it with it. */
  lookBelow(folder: string): void {
    for (const file of this.#stamps.keys()) if (file.startsWith(folder + sep)) this.soon(file);
  }

  close(): void {
    clearInterval(this.#slowLook);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** For edits of which the system told nothing: network disks, too many watches. */
  #lookSlowly(): void {
    for (const [file, stamp] of this.#stamps) if (stampOf(file) !== stamp && !this.#timers.has(file)) this.soon(file);
  }
}

function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

/** What a pipeline file says now. */
export async function readArmed(file: string): Promise<FileReading> {
  try {
    const { pipeline, problems } = analyse((await readPipelineFile(file)).text);
    if (pipeline) return pipeline.triggers.length > 0 ? withDefaults(pipeline) : { pipeline };
    const first = problems.find(({ severity }) => severity === 'error');
    return { fault: first?.message ?? 'It is not a valid pipeline.' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return existsSync(file) ? { fault: error.message } : 'gone';
  }
}

/** Nobody is asked for params when a trigger starts a run. */
function withDefaults(pipeline: Pipeline): FileReading {
  const open = Object.entries(pipeline.params).find(([, { default: value }]) => value === undefined);
  if (!open) return { pipeline };
  return { fault: `Its param "${open[0]}" has no default, and nobody is asked for it when a trigger starts a run.` };
}
