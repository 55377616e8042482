import { closeSync, openSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { runnerLog } from '../layout.ts';
import { attemptProgram } from './attempt-body.ts';
import { exitOfStatus, withLogged } from './attempt-exit.ts';
import type { Leftovers } from './leftovers.ts';
import { PlainProcesses } from './plain-processes.ts';
import type { AttemptCommand, Exit, Processes, ProcessSettings, RunningAttempt } from './processes.ts';
import { sendSignal } from './send-signal.ts';
import { ShellSlot } from './shell-slot.ts';
import {
  attemptText,
  isShellVariable,
  programBody,
  quote,
  scriptBody,
  slotPreamble,
  wantsOwnShell,
} from './shell-text.ts';
import { startProcess } from './start-process.ts';
import { StoppableAttempt } from './stoppable-attempt.ts';

/** Which POSIX shell the slots are. */
export interface ShellCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Runs attempts in a few shells that stay: a subshell costs a fraction of what a process started from here does. */
export class SlotProcesses implements Processes {
  readonly #settings: ProcessSettings;
  readonly #clock: Clock;
  readonly #shell: ShellCommand;
  readonly #plain: PlainProcesses;
  readonly #leftovers: Leftovers;
  readonly #slots = new Set<ShellSlot>();
  readonly #idle = new Set<ShellSlot>();
  #log: number | undefined;

  /** Throws when the run's folder cannot be written. */
  constructor(settings: ProcessSettings, clock: Clock, leftovers: Leftovers, shell: ShellCommand) {
    this.#settings = settings;
    this.#clock = clock;
    this.#leftovers = leftovers;
    this.#shell = shell;
    this.#plain = new PlainProcesses(settings, clock, leftovers);
    this.#log = openSync(runnerLog(settings.run), 'a', 0o600);
  }

  start(command: AttemptCommand, ended: (exit: Exit) => void): RunningAttempt {
    if (!Object.keys(command.env).every(isShellVariable)) return this.#plain.start(command, ended);
    const { path } = command;
    this.#leftovers.attemptBegins(path);
    const over = (exit: Exit) => {
      this.#leftovers.attemptEnded(path);
      ended(exit);
    };
    const body = this.#body(command);
    return 'error' in body ? this.#notStarted(body.error, path, over) : this.#inSlot(command, body.text, over);
  }

  async close(): Promise<void> {
    await this.#leftovers.close();
    await Promise.all([...this.#slots].map(slot => slot.close()));
    if (this.#log !== undefined) closeSync(this.#log);
    this.#log = undefined;
  }

  hurry(): void {
    this.#leftovers.hurry();
  }

  #inSlot(command: AttemptCommand, body: string, ended: (exit: Exit) => void): RunningAttempt {
    const { path } = command;
    const slot = this.#takeSlot();
    const attempt = new StoppableAttempt(
      { path, group: () => slot.pid, spared: this.#leftovers.spared, killGroup: () => killSlot(slot) },
      this.#clock,
      exit => {
        if (slot.isAlive) this.#release(slot);
        ended(exit);
      },
    );
    const { workingDirectory } = this.#settings;
    slot.run(
      token => attemptText(command, body, workingDirectory, token),
      exit => attempt.mainEnded(withLogged(exit.kind === 'exit' ? exitOfStatus(exit.code) : exit, path)),
    );
    return attempt;
  }

  /** What the slot's shell runs, or why there is nothing to run. */
  #body(command: AttemptCommand): { readonly text: string } | { readonly error: string } {
    const { action } = command;
    if (action.kind === 'script' && action.shell === 'sh') {
      if (!wantsOwnShell(action.script)) return { text: scriptBody(action.script) };
    }
    const program = attemptProgram(command, this.#settings);
    if ('error' in program) return program;
    const variables = Object.entries(program.env ?? {}).map(([name, value]) => `export ${name}=${quote(value)}\n`);
    const input = program.stdin === undefined ? '' : `exec <${quote(program.stdin)} || exit\n`;
    return { text: variables.join('') + input + programBody(program.argv) };
  }

  #notStarted(message: string, path: string, ended: (exit: Exit) => void): RunningAttempt {
    queueMicrotask(() => ended(withLogged({ kind: 'error', message }, path)));
    return { stop: () => {} };
  }

  #takeSlot(): ShellSlot {
    for (const slot of this.#idle) {
      this.#idle.delete(slot);
      this.#leftovers.groups.delete(slot.pid);
      return slot;
    }
    const { env, workingDirectory } = this.#settings;
    const { program, args } = this.#shell;
    const shell = startProcess(program, args, {
      cwd: workingDirectory,
      env,
      stdio: ['pipe', 'pipe', this.#log ?? 'ignore'],
    });
    const slot = new ShellSlot(shell, slotPreamble(this.#settings.run), () => {
      this.#slots.delete(slot);
      this.#idle.delete(slot);
      this.#leftovers.spared.delete(slot.pid);
      this.#leftovers.addGroup(slot.pid);
    });
    this.#slots.add(slot);
    this.#leftovers.spared.add(slot.pid);
    return slot;
  }

  /** Whatever else is in the group of an idle shell is left over. */
  #release(slot: ShellSlot): void {
    this.#idle.add(slot);
    this.#leftovers.addGroup(slot.pid);
  }
}

function killSlot(slot: ShellSlot): void {
  if (slot.isAlive && slot.pid > 0) sendSignal(-slot.pid, 'SIGKILL');
}
