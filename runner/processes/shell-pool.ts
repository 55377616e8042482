import { appendFileSync, closeSync, openSync } from 'node:fs';
import { attemptNameOf, runnerLog, shellsFile, tasksFolder } from '../layout.ts';
import type { Leftovers } from './leftovers.ts';
import type { Masker } from './masker.ts';
import type { ProcessSettings } from './processes.ts';
import { ShellSlot } from './shell-slot.ts';
import { slotPreamble } from './shell-text.ts';
import { startProcess } from './start-process.ts';

/** Which POSIX shell the slots are. */
export interface ShellCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** The shells of a run: as many as attempts run at once. */
export class ShellPool {
  readonly slots = new Set<ShellSlot>();
  readonly #settings: ProcessSettings;
  readonly #leftovers: Leftovers;
  readonly #shell: ShellCommand;
  readonly #idle = new Set<ShellSlot>();
  #log: number | undefined;
  /** Which shell runs which attempt, for whoever goes on with the run when this process is gone. */
  #notes: number | undefined;

  /** Throws when the run's folder cannot be written. */
  constructor(settings: ProcessSettings, leftovers: Leftovers, shell: ShellCommand) {
    this.#settings = settings;
    this.#leftovers = leftovers;
    this.#shell = shell;
    this.#log = openSync(runnerLog(settings.run), 'a', 0o600);
    this.#notes = openSync(shellsFile(settings.run), 'a', 0o600);
  }

  /** One that runs nothing. */
  take(masker: Masker | undefined): ShellSlot {
    for (const slot of this.#idle) {
      this.#idle.delete(slot);
      this.#leftovers.groups.delete(slot.pid);
      return slot;
    }
    const { run, env, workingDirectory } = this.#settings;
    const { program, args } = this.#shell;
    const shell = startProcess(program, args, {
      cwd: workingDirectory,
      // No attempt's: by it the shell is known when the runner is gone.
      env: { ...env, PIPELINE_OUTPUT: tasksFolder(run) },
      stdio: ['pipe', 'pipe', this.#log ?? 'ignore'],
    });
    const slot = new ShellSlot(shell, slotPreamble(run, masker), () => {
      this.slots.delete(slot);
      this.#idle.delete(slot);
      this.#leftovers.spared.delete(slot.pid);
      this.#leftovers.addGroup(slot.pid);
    });
    this.slots.add(slot);
    this.#leftovers.spared.add(slot.pid);
    return slot;
  }

  /** Gives one back that has run an attempt. Whatever else is in the group of an idle shell is left over. */
  release(slot: ShellSlot): void {
    if (!slot.isUsable || !slot.isFree) return;
    this.#idle.add(slot);
    this.#leftovers.addGroup(slot.pid);
  }

  /** Before the shell knows of it: what is not noted has not begun. */
  note(slot: ShellSlot, path: string): void {
    this.#write(`${slot.pid} ${attemptNameOf(path)}\n`);
  }

  /** The same of attempts that are told ahead. */
  noteAhead(attempts: readonly { readonly slot: ShellSlot; readonly path: string }[]): void {
    this.#write(attempts.map(({ slot, path }) => `+${slot.pid} ${attemptNameOf(path)}\n`).join(''));
  }

  async close(): Promise<void> {
    await Promise.all([...this.slots].map(slot => slot.close()));
  }

  /** Only when nothing of the run writes any more. */
  closeFiles(): void {
    for (const file of [this.#log, this.#notes]) if (file !== undefined) closeSync(file);
    this.#log = this.#notes = undefined;
  }

  #write(lines: string): void {
    if (this.#notes !== undefined) appendFileSync(this.#notes, lines);
  }
}
