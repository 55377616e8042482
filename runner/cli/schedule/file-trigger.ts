import type { Stats } from 'node:fs';
import { relative, sep } from 'node:path';
import { changedFiles } from './changed-files.ts';
import type { GlobPlace } from './glob-place.ts';
import { SettledFiles } from './settled-files.ts';

/** How a `files` trigger stands to the rest of the scheduler. */
export interface FileTriggerPorts {
  /** What changed later than this has not been decided on. */
  readonly since: () => number;
  /** Starts a run for these, unless one goes on: then it is looked again when that is over. */
  readonly start: (files: readonly string[], upTo: number) => void;
  /** Nothing is started for what happened up to then. */
  readonly pass: (upTo: number) => void;
  /** The run of the pipeline that was the last to be started, and from when on it went on. */
  readonly lastRun: () => { readonly id: string; readonly startedAt: number } | undefined;
  /** A file starts the pipeline that writes it itself. */
  readonly tellOwn: (path: string) => void;
  /** Tells the files that the pipeline declares as outputs. */
  readonly outputs: () => Promise<(path: string) => boolean>;
  /** A run may start soon. */
  readonly heard: () => void;
}

/** In so many runs, one after the other, a file may change before those changes are taken for the runs' own. */
const patience = 2;

/** Gathers the changes of one `files` trigger, and starts a run when they are complete. Close it. */
export class FileTrigger {
  readonly places: readonly GlobPlace[];
  readonly #folder: string;
  readonly #debounceMs: number;
  readonly #ports: FileTriggerPorts;
  readonly #settled = new SettledFiles();
  readonly #usual = new Map<string, { run: string; runs: number }>();
  /** Whether a file is an output that the pipeline declares; that is found out when something has changed. */
  #isOutput: ((path: string) => boolean) | undefined;
  #outputs: Promise<(path: string) => boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #quietFrom = 0;
  #isClosed = false;

  /** `folder` is where the paths that the run is told begin. */
  constructor(places: readonly GlobPlace[], folder: string, debounceMs: number, ports: FileTriggerPorts) {
    this.places = places;
    this.#folder = folder;
    this.#debounceMs = debounceMs;
    this.#ports = ports;
  }

  fits(path: string): boolean {
    return this.places.some(place => place.fits(path)) && !this.#isOutput?.(path);
  }

  reaches(folder: string): boolean {
    return this.places.some(place => place.reaches(folder));
  }

  /** Something that fits was added or changed. */
  heard(): void {
    this.#quietFrom = Date.now();
    if (this.#timer) return;
    // It is known when the files are quiet.
    this.#outputs ??= this.#ports.outputs();
    this.#ports.heard();
    this.#wait(this.#debounceMs);
  }

  /** Something may have changed; what is waited for already is not put off for it. */
  suspected(): void {
    if (!this.#timer) this.heard();
  }

  /** A run is over that it may have waited for. */
  lookAgain(): void {
    if (!this.#timer) this.#wait(0);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #wait(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // One timer for a burst of thousands.
      const rest = this.#quietFrom + this.#debounceMs - Date.now();
      if (rest > 0 && rest <= this.#debounceMs) this.#wait(rest);
      else void this.#look();
    }, delay);
  }

  /** What the system told is only the reason to look: what lies there decides, so that nothing is missed and nothing comes twice. */
  async #look(): Promise<void> {
    const look = () => changedFiles(this.places, this.#ports.since(), path => this.#isOutput?.(path) ?? false);
    if (!this.#isOutput) {
      if (look().size === 0) return;
      this.#outputs ??= this.#ports.outputs();
      this.#isOutput = await this.#outputs;
      if (this.#isClosed || this.#timer) return;
    }
    const changed = look();
    const looked = this.#settled.look(changed, this.#debounceMs, Date.now());
    if ('waitMs' in looked) this.#wait(looked.waitMs);
    else if (looked.files.length > 0) this.#startFor(looked.files, looked.upTo, changed);
  }

  #startFor(all: readonly string[], upTo: number, changed: ReadonlyMap<string, Stats>): void {
    const files = all.filter(path => !this.#isOwn(path, changed.get(path)?.ctimeMs ?? 0));
    if (files.length === 0) this.#ports.pass(upTo);
    else
      this.#ports.start(
        files.map(path => this.#told(path)),
        upTo,
      );
  }

  #told(path: string): string {
    return relative(this.#folder, path).split(sep).join('/');
  }

  /** A file that no task declares and that changed in each of several runs, one after the other. */
  #isOwn(path: string, change: number): boolean {
    const run = this.#ports.lastRun();
    if (!run || change < run.startedAt) {
      this.#usual.delete(path);
      return false;
    }
    const before = this.#usual.get(path);
    const runs = before?.run === run.id ? before.runs : (before?.runs ?? 0) + 1;
    this.#usual.set(path, { run: run.id, runs });
    if (runs === patience + 1) this.#ports.tellOwn(path);
    return runs > patience;
  }
}
