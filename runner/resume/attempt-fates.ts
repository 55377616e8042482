import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { ExitStatuses } from '../exit-statuses.ts';
import { outputLog, outputsFile, tasksFolder } from '../layout.ts';
import { exitOfStatus } from '../processes/attempt-exit.ts';
import { type ProcessEntry, processTable } from '../processes/process-table.ts';
import type { Exit } from '../processes/processes.ts';
import { type ShellNote, shellNotes } from './shell-notes.ts';

/** What became of an attempt while nobody watched. */
export type Fate =
  | { readonly kind: 'ended'; readonly exit: Exit }
  /** It still runs, in the session of this shell. */
  | { readonly kind: 'running'; readonly shell: number }
  /** No shell ever came to it. `isTold`: one could not even open its log, and told an exit status that means nothing. */
  | { readonly kind: 'unbegun'; readonly isTold: boolean }
  | { readonly kind: 'lost' };

/**
 * What became of attempts of the run in the folder `run`, whose runner is gone, by the paths of their files. A process
 * counts as one of theirs when it bears the run's mark: a pid alone may be a stranger's by now. With `isMasked`, logs are made
 * by another process than the shells: one that is not there does not tell that nothing was begun.
 */
export async function attemptFates(
  run: string,
  paths: readonly string[],
  isMasked: boolean,
): Promise<ReadonlyMap<string, Fate>> {
  if (paths.length === 0) return new Map();
  // First who lives, then what was told: who has gone since has told it.
  const table = await processTable('everybody');
  const shells = new Shells(run, table);
  const exits = new ExitStatuses(run);
  exits.update();
  return new Map(
    paths.map(path => {
      const hasBegun = existsSync(outputLog(path)) || (isMasked && shells.isNoted(path));
      return [path, fateOf(hasBegun, exits.of(basename(path)), shells.of(path))];
    }),
  );
}

function fateOf(hasBegun: boolean, status: number | undefined, shell: number | undefined): Fate {
  if (status !== undefined) {
    return hasBegun || status === 0 ? { kind: 'ended', exit: exitOfStatus(status) } : { kind: 'unbegun', isTold: true };
  }
  if (shell !== undefined) return { kind: 'running', shell };
  return hasBegun ? { kind: 'lost' } : { kind: 'unbegun', isTold: false };
}

/** The shells of a run that still live, by what they run. */
class Shells {
  readonly #run: string;
  readonly #living: ReadonlyMap<number, ProcessEntry>;
  readonly #notes: ReadonlyMap<string, ShellNote>;
  /** Of those that were not told ahead: what comes after them begins only when they have told how they ended. */
  readonly #lastOf = new Map<number, string>();

  constructor(run: string, table: readonly ProcessEntry[]) {
    this.#run = run;
    this.#living = new Map(table.map(entry => [entry.pid, entry]));
    this.#notes = shellNotes(run);
    for (const [name, { shell, isAhead }] of this.#notes) if (!isAhead) this.#lastOf.set(shell, name);
  }

  /** Whether a shell was given the attempt. */
  isNoted(path: string): boolean {
    return this.#notes.has(basename(path));
  }

  /** The shell that runs the attempt now: the one that was given it, and nothing after it; one that was told ahead runs when it has begun. */
  of(path: string): number | undefined {
    const name = basename(path);
    const { shell: pid, isAhead } = this.#notes.get(name) ?? {};
    const entry = pid === undefined ? undefined : this.#living.get(pid);
    const isLast = isAhead ? existsSync(outputLog(path)) : pid !== undefined && this.#lastOf.get(pid) === name;
    if (isLast && entry?.birthmark === tasksFolder(this.#run)) return pid;
    return this.#ownProcess(outputsFile(path));
  }

  /** Where there was no shell, the attempt was started as the leader of a session of its own. */
  #ownProcess(birthmark: string): number | undefined {
    for (const entry of this.#living.values()) {
      if (entry.birthmark === birthmark && entry.pid === entry.group && !this.#isChild(entry)) return entry.pid;
    }
    return undefined;
  }

  #isChild({ parent }: ProcessEntry): boolean {
    return this.#living.get(parent)?.birthmark?.startsWith(tasksFolder(this.#run)) ?? false;
  }
}
