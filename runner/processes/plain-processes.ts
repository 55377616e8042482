import { closeSync, openSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { outputLog } from '../layout.ts';
import { systemText } from '../system-text.ts';
import { attemptProgram, type Program } from './attempt-body.ts';
import { exitOfStatus, tellExit, withLogged } from './attempt-exit.ts';
import type { Leftovers } from './leftovers.ts';
import { Orphans } from './orphans.ts';
import type { AttemptCommand, Exit, OrphanAttempt, Processes, ProcessSettings, RunningAttempt } from './processes.ts';
import { pumpMasked } from './pumped-output.ts';
import { sendSignal } from './send-signal.ts';
import { outputOf, startProcess } from './start-process.ts';
import { StoppableAttempt } from './stoppable-attempt.ts';

/** Starts a process of its own for each attempt: the way where there is no POSIX shell, and for what a shell would not pass on. */
export class PlainProcesses implements Processes {
  readonly #settings: ProcessSettings;
  readonly #clock: Clock;
  readonly #leftovers: Leftovers;
  readonly #orphans: Orphans;

  constructor(settings: ProcessSettings, clock: Clock, leftovers: Leftovers) {
    this.#settings = settings;
    this.#clock = clock;
    this.#leftovers = leftovers;
    this.#orphans = new Orphans(settings.run, clock, leftovers);
  }

  start(command: AttemptCommand, ended: (exit: Exit) => void): RunningAttempt {
    const { path } = command;
    this.#leftovers.attemptBegins(path);
    let group = 0;
    const attempt = new StoppableAttempt(
      { path, group: () => group, looks: this.#leftovers.looks, killGroup: () => killTree(group) },
      this.#clock,
      exit => {
        this.#leftovers.addGroup(group);
        this.#leftovers.attemptEnded(path);
        ended(exit);
      },
    );
    const mainEnded = (exit: Exit) => attempt.mainEnded(withLogged(exit, path));
    const program = attemptProgram(command, this.#settings);
    if ('error' in program) queueMicrotask(() => mainEnded({ kind: 'error', message: program.error }));
    else group = this.#spawn(command, program, mainEnded);
    return attempt;
  }

  adopt(orphan: OrphanAttempt, ended: (exit: Exit) => void): RunningAttempt {
    return this.#orphans.adopt(orphan, ended);
  }

  close(): Promise<void> {
    return this.#leftovers.close();
  }

  hurry(): void {
    this.#leftovers.hurry();
  }

  /** The pid, or 0 when it did not start. */
  #spawn(command: AttemptCommand, program: Exclude<Program, { error: string }>, ended: (exit: Exit) => void): number {
    const { path, workingDirectory } = command;
    const [name = '', ...args] = program.argv;
    const { masking } = this.#settings;
    const log = openSync(outputLog(path), 'a');
    const input = program.stdin === undefined ? undefined : openSync(program.stdin, 'r');
    try {
      const child = startProcess(name, args, {
        cwd: workingDirectory,
        env: { ...this.#settings.env, ...command.env, ...program.env },
        stdio: [input ?? 'ignore', masking ? 'pipe' : log, masking ? 'pipe' : log],
      });
      const written = masking && pumpMasked([child.stdout, child.stderr], path, masking.secrets, this.#clock);
      child.on('error', error =>
        ended({ kind: 'error', message: `\`${name}\` could not be started: ${systemText(error)}.` }),
      );
      child.on('exit', (code, signal) => {
        const exit: Exit = signal ? { kind: 'signal', signal } : exitOfStatus(code ?? 1);
        tellExit(this.#settings.run, path, exit);
        if (written) void written().then(() => ended(exit));
        else ended(exit);
      });
      return child.pid ?? 0;
    } finally {
      closeSync(log);
      if (input !== undefined) closeSync(input);
    }
  }
}

function killTree(leader: number): void {
  if (leader === 0) return;
  if (process.platform === 'win32') void outputOf('taskkill', ['/PID', String(leader), '/T', '/F']);
  else sendSignal(-leader, 'SIGKILL');
}
