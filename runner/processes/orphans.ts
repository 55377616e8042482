import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import type { Clock } from '../clock.ts';
import { ExitStatuses } from '../exit-statuses.ts';
import { exitsFile } from '../layout.ts';
import { isProcessAlive, processStart } from '../process-identity.ts';
import { exitOfStatus, withLogged } from './attempt-exit.ts';
import type { Leftovers } from './leftovers.ts';
import type { Exit, OrphanAttempt, RunningAttempt } from './processes.ts';
import { sendSignal } from './send-signal.ts';
import { StoppableAttempt } from './stoppable-attempt.ts';

interface Watched {
  readonly orphan: OrphanAttempt;
  /** Tells the shell from a later process with its pid. */
  readonly start: string | undefined;
  readonly ended: (exit: Exit) => void;
}

/** Watches over attempts that another runner started: their shells are not our children, but tell how they ended in a file. */
export class Orphans {
  readonly #run: string;
  readonly #clock: Clock;
  readonly #leftovers: Leftovers;
  readonly #exits: ExitStatuses;
  readonly #watched = new Set<Watched>();
  #stopWatching = () => {};

  /** For the run in the folder `run`. */
  constructor(run: string, clock: Clock, leftovers: Leftovers) {
    this.#run = run;
    this.#clock = clock;
    this.#leftovers = leftovers;
    this.#exits = new ExitStatuses(run);
  }

  adopt(orphan: OrphanAttempt, ended: (exit: Exit) => void): RunningAttempt {
    const { path, shell } = orphan;
    const start = processStart(shell);
    this.#leftovers.attemptBegins(path);
    this.#leftovers.spared.add(shell);
    const killGroup = () => {
      if (isProcessAlive(shell, start)) sendSignal(-shell, 'SIGKILL');
    };
    const attempt = new StoppableAttempt(
      { path, group: () => shell, looks: this.#leftovers.looks, killGroup },
      this.#clock,
      exit => {
        this.#leftovers.spared.delete(shell);
        this.#leftovers.addGroup(shell);
        this.#leftovers.attemptEnded(path);
        ended(exit);
      },
    );
    this.#watched.add({ orphan, start, ended: exit => attempt.mainEnded(withLogged(exit, path)) });
    if (this.#watched.size === 1) this.#watch();
    return attempt;
  }

  #watch(): void {
    const watcher = tryWatch(exitsFile(this.#run), () => this.#look());
    let cancel = () => {};
    const lookSlowly = () => {
      cancel = this.#clock.after(slowLookMs, lookSlowly);
      this.#look();
    };
    this.#stopWatching = () => {
      watcher?.close();
      cancel();
    };
    cancel = this.#clock.after(0, lookSlowly);
  }

  /** First who lives, then what was told: who has gone told it before. */
  #look(): void {
    const gone = new Set([...this.#watched].filter(({ orphan, start }) => !isProcessAlive(orphan.shell, start)));
    this.#exits.update();
    for (const watched of this.#watched) {
      const status = this.#exits.of(basename(watched.orphan.path));
      if (status === undefined && !gone.has(watched)) continue;
      this.#watched.delete(watched);
      watched.ended(status === undefined ? { kind: 'lost' } : exitOfStatus(status));
    }
    if (this.#watched.size === 0) this.#stopWatching();
  }
}

const slowLookMs = 200;

function tryWatch(file: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(file, { persistent: false }, changed).on('error', () => {});
  } catch {
    return undefined;
  }
}
