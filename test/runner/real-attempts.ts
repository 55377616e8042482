import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../runner/clock.ts';
import type { Usage } from '../../runner/event.ts';
import { attemptPath, exitsFile, outputLog, outputsFile, tasksFolder } from '../../runner/layout.ts';
import { Leftovers } from '../../runner/processes/leftovers.ts';
import { PlainProcesses } from '../../runner/processes/plain-processes.ts';
import type { AttemptCommand, Exit, Processes, RunningAttempt } from '../../runner/processes/processes.ts';
import { SlotProcesses } from '../../runner/processes/slot-processes.ts';

/** The ways to start an attempt that this machine has. */
export const ways: readonly (readonly [name: string, shell: readonly string[] | undefined])[] = (
  [
    ['dash', ['/bin/dash']],
    ['bash', ['/bin/bash', '--posix']],
    ['busybox', ['/bin/busybox', 'sh']],
    ['plain', undefined],
  ] as const
).filter(([, shell]) => shell === undefined || existsSync(shell[0]));

/** What came of one attempt. */
export interface Ended {
  readonly exit: Exit;
  readonly log: string;
  readonly usage?: Usage;
}

/** A run's folder with processes started in it, for one test. */
export class RealAttempts {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-processes-')));
  readonly processes: Processes;
  readonly #clock: Clock;
  #attempts = 0;

  constructor(
    shell: readonly string[] | undefined,
    env: Readonly<Record<string, string>> = {},
    clock: Clock = systemClock,
  ) {
    mkdirSync(tasksFolder(this.folder));
    this.#clock = clock;
    const settings = {
      run: this.folder,
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, ...env },
      workingDirectory: this.folder,
      leftoverGraceMs: 200,
    };
    const leftovers = new Leftovers(this.folder, 200, this.#clock);
    this.processes = shell
      ? new SlotProcesses(settings, this.#clock, leftovers, { program: shell[0] ?? '', args: shell.slice(1) })
      : new PlainProcesses(settings, this.#clock, leftovers);
  }

  /** Starts a script for sh, or whatever `more` says. */
  start(
    script: string,
    more: Partial<AttemptCommand> = {},
  ): { readonly attempt: RunningAttempt; readonly ended: Promise<Ended> } {
    const path = attemptPath(this.folder, `t${++this.#attempts}`, 1);
    const env = { ...more.env, PIPELINE_OUTPUT: outputsFile(path) };
    const action = { kind: 'script', script, shell: 'sh' } as const;
    const command = { action, path, workingDirectory: this.folder, ...more, env };
    let ended: (value: Ended) => void = () => {};
    const promise = new Promise<Ended>((resolve, reject) => {
      const fail = () => reject(new Error(`It did not end within ${longestWaitMs / 1000} s: ${script}`));
      const timer = setTimeout(fail, longestWaitMs);
      ended = value => {
        clearTimeout(timer);
        resolve(value);
      };
    });
    const attempt = this.processes.start(command, (exit, usage) =>
      ended({ exit, log: logOf(path), ...(usage && { usage }) }),
    );
    return { attempt, ended: promise };
  }

  run(script: string, more: Partial<AttemptCommand> = {}): Promise<Ended> {
    return this.start(script, more).ended;
  }

  exits(): string[] {
    return readFileSync(exitsFile(this.folder), 'utf8').trimEnd().split('\n');
  }

  /** Those that still live of what the attempts of this run started. */
  survivors(): string[] {
    return readdirSync('/proc').flatMap(pid => {
      if (!/^\d+$/.test(pid)) return [];
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        const isOurs = environment.includes(`PIPELINE_OUTPUT=${tasksFolder(this.folder)}/`);
        return isOurs ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text, { mode: 0o755 });
  }

  async close(): Promise<void> {
    await this.processes.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs a test's body with processes of one way, and leaves nothing behind. */
export async function withAttempts(
  shell: readonly string[] | undefined,
  body: (attempts: RealAttempts) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const attempts = new RealAttempts(shell, env);
  try {
    await body(attempts);
  } finally {
    await attempts.close();
  }
}

/** Resolves when `holds` does; looks again and again, and rejects with its text when it still does not after a minute. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + longestWaitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited ${longestWaitMs / 1000} s in vain: ${holds}`);
    await new Promise<void>(resolve => setTimeout(resolve, 5));
  }
}

/** Far more than anything takes on a busy machine, so that a test which fails says what it waited for. */
const longestWaitMs = 60_000;

function logOf(path: string): string {
  return existsSync(outputLog(path)) ? readFileSync(outputLog(path), 'utf8') : '(no log)';
}
