import { appendFileSync, closeSync, existsSync, openSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Usage } from '../event.ts';
import { attemptNameOf, outputLog, runnerLog, shellsFile, tasksFolder } from '../layout.ts';
import { isFull, systemText } from '../system-text.ts';
import { attemptProgram } from './attempt-body.ts';
import { exitOfStatus, tellExit, withLogged } from './attempt-exit.ts';
import type { Leftovers } from './leftovers.ts';
import { Masker, type Masking } from './masker.ts';
import { PlainProcesses } from './plain-processes.ts';
import type { AttemptCommand, Exit, OrphanAttempt, Processes, ProcessSettings, RunningAttempt } from './processes.ts';
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
import { UsageMeters } from './usage-meters.ts';

type Ended = (exit: Exit, usage?: Usage) => void;

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
  readonly #meters: UsageMeters;
  readonly #leftovers: Leftovers;
  readonly #slots = new Set<ShellSlot>();
  readonly #idle = new Set<ShellSlot>();
  readonly #masker: Masker | undefined;
  #log: number | undefined;
  /** Which shell runs which attempt, for whoever goes on with the run when this process is gone. */
  #shells: number | undefined;

  /** Throws when the run's folder cannot be written. */
  constructor(settings: ProcessSettings, clock: Clock, leftovers: Leftovers, shell: ShellCommand) {
    this.#settings = settings;
    this.#clock = clock;
    this.#leftovers = leftovers;
    this.#shell = shell;
    this.#plain = new PlainProcesses(settings, clock, leftovers);
    this.#meters = new UsageMeters(clock);
    this.#log = openSync(runnerLog(settings.run), 'a', 0o600);
    this.#shells = openSync(shellsFile(settings.run), 'a', 0o600);
    if (settings.masking) this.#masker = this.#startMasker(settings.masking);
  }

  start(command: AttemptCommand, ended: Ended): RunningAttempt {
    const { path, env } = command;
    if (this.#masker?.isGone) return this.#cannotMask(ended);
    const odd = Object.keys(env).filter(name => !isShellVariable(name));
    if (odd.length > 0 && !canBeSetByEnv(odd)) return this.#plain.start(command, ended);
    this.#leftovers.attemptBegins(path);
    const over: Ended = (exit, usage) => {
      this.#leftovers.attemptEnded(path);
      ended(exit, usage);
    };
    const body = this.#body(command, odd);
    return 'error' in body ? this.#notStarted(body.error, path, over) : this.#inSlot(command, body.text, over);
  }

  adopt(orphan: OrphanAttempt, ended: (exit: Exit) => void): RunningAttempt {
    return this.#plain.adopt(orphan, ended);
  }

  async close(): Promise<void> {
    this.#meters.close();
    await this.#leftovers.close();
    await Promise.all([...this.#slots].map(slot => slot.close()));
    await this.#masker?.close();
    for (const file of [this.#log, this.#shells]) if (file !== undefined) closeSync(file);
    this.#log = this.#shells = undefined;
  }

  hurry(): void {
    this.#leftovers.hurry();
  }

  #inSlot(command: AttemptCommand, body: string, ended: Ended): RunningAttempt {
    const { path } = command;
    let slot = this.#takeSlot();
    const used = this.#meters.begin(() => slot.pid);
    const attempt = new StoppableAttempt(
      { path, group: () => slot.pid, looks: this.#leftovers.looks, killGroup: () => slot.kill() },
      this.#clock,
      exit => {
        const usage = used();
        if (slot.isUsable) this.#release(slot);
        ended(exit, usage);
      },
    );
    const { workingDirectory } = this.#settings;
    const text = (token: number) => attemptText(command, body, workingDirectory, token, this.#masker);
    const begin = (further: number) => {
      this.#note(slot, path);
      slot.run(text, (exit, isLost) => this.#whenWritten(path, () => shellAnswered(exit, isLost, further)));
    };
    const shellAnswered = (exit: Exit, isLost: boolean, further: number) => {
      if (this.#masker?.isGone) attempt.mainEnded(unmasked);
      else if (!isLost) attempt.mainEnded(withLogged(exit.kind === 'exit' ? exitOfStatus(exit.code) : exit, path));
      else if (further === 0 || hasBegun(attempt, path, exit)) this.#lost(attempt, path, exit);
      else {
        slot = this.#takeSlot();
        try {
          begin(further - 1);
        } catch (error) {
          attempt.mainEnded({ kind: 'unwritable', message: systemText(error), isFull: isFull(error) });
        }
      }
    };
    begin(2);
    return attempt;
  }

  /** Acts when all that the attempt has printed by now is in its log: at once, where it goes there directly. */
  #whenWritten(path: string, action: () => void): void {
    if (this.#masker) void this.#masker.drained(attemptNameOf(path)).then(action);
    else action();
  }

  /** Without it nothing can be printed any more. */
  #startMasker(masking: Masking): Masker {
    const masker = new Masker(this.#settings.run, masking, () => {
      for (const slot of this.#slots) slot.kill();
    });
    this.#leftovers.spared.add(masker.pid);
    return masker;
  }

  #cannotMask(ended: (exit: Exit) => void): RunningAttempt {
    queueMicrotask(() => ended(unmasked));
    return { stop: () => {} };
  }

  /** Before the shell knows of it: what is not noted has not begun. */
  #note(slot: ShellSlot, path: string): void {
    if (this.#shells !== undefined) appendFileSync(this.#shells, `${slot.pid} ${attemptNameOf(path)}\n`);
  }

  /** An attempt that took its shell with it: nobody else can tell its status. */
  #lost(attempt: StoppableAttempt, path: string, exit: Exit): void {
    tellExit(this.#settings.run, path, exit);
    const explained = this.#explained(exit, path);
    attempt.mainEnded(explained.kind === 'error' ? withLogged(explained, path) : explained);
  }

  /** A shell that ended by itself before the attempt had a log says why where it writes its own messages. */
  #explained(exit: Exit, path: string): Exit {
    if (exit.kind !== 'exit' || existsSync(outputLog(path))) return exit;
    return { kind: 'error', message: `The shell that was to start it ended: see ${runnerLog(this.#settings.run)}` };
  }

  /** What the slot's shell runs, or why there is nothing to run. The variables `odd` are set by a program, for a shell cannot. */
  #body(command: AttemptCommand, odd: readonly string[]): { readonly text: string } | { readonly error: string } {
    const { action, env } = command;
    if (action.kind === 'script' && action.shell === 'sh' && odd.length === 0) {
      if (!wantsOwnShell(action.script)) return { text: scriptBody(action.script) };
    }
    const program = attemptProgram(command, this.#settings);
    if ('error' in program) return program;
    const variables = Object.entries(program.env ?? {}).map(([name, value]) => `export ${name}=${quote(value)}\n`);
    const input = program.stdin === undefined ? '' : `exec <${quote(program.stdin)} || exit\n`;
    const setter = odd.length === 0 ? [] : [envProgram, ...odd.map(name => `${name}=${env[name]}`)];
    return { text: variables.join('') + input + programBody([...setter, ...program.argv]) };
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
    const { run, env, workingDirectory } = this.#settings;
    const { program, args } = this.#shell;
    const shell = startProcess(program, args, {
      cwd: workingDirectory,
      // No attempt's: by it the shell is known when the runner is gone.
      env: { ...env, PIPELINE_OUTPUT: tasksFolder(run) },
      stdio: ['pipe', 'pipe', this.#log ?? 'ignore'],
    });
    const slot = new ShellSlot(shell, slotPreamble(run, this.#masker), () => {
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

const unmasked: Exit = { kind: 'unwritable', message: 'the process that masks its secrets is gone' };

const envProgram = '/usr/bin/env';

/** It takes what begins like an option for one. */
function canBeSetByEnv(names: readonly string[]): boolean {
  return existsSync(envProgram) && names.every(name => /^[^=-]/.test(name));
}

/** An attempt without a log has not begun: what killed its shell was not it, and it may begin in another. */
function hasBegun(attempt: StoppableAttempt, path: string, exit: Exit): boolean {
  return exit.kind === 'error' || attempt.isStopping || existsSync(outputLog(path));
}
