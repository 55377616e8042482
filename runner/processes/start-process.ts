import { ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';

/**
 * Starts a program; this is the only file that does. On POSIX it leads a session, and so a process group, of its own.
 * A program that cannot be started says so by the `error` event of the answer.
 */
export function startProcess(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(program, args, { detached: process.platform !== 'win32', windowsHide: true, ...options });
  } catch (error) {
    // Node tells some reasons by the event and throws others, E2BIG among them.
    const unstarted = new ChildProcess();
    queueMicrotask(() => unstarted.emit('error', error));
    return unstarted;
  }
}

/** What a program of the system prints, or the empty string when it cannot be had, or not within `timeoutMs`. */
export function outputOf(program: string, args: readonly string[], timeoutMs = 0): Promise<string> {
  return new Promise(resolve => {
    const options = { maxBuffer: 64 * 1024 * 1024, windowsHide: true, timeout: timeoutMs };
    execFile(program, args, options, (error, stdout) => resolve(error ? '' : stdout));
  });
}

/** How a program of the system ended and what it printed. */
export interface Answer {
  /** `undefined` when it could not be started, took too long, or was not waited for. */
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** How long a program of the system may take, and with what it runs. */
export interface Asking {
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Runs a program of the system to its end, for `timeoutMs`, or until `signal` aborts: then it gets a SIGTERM. */
export function answerOf(
  program: string,
  args: readonly string[],
  { env, timeoutMs = 60_000, signal }: Asking = {},
): Promise<Answer> {
  return new Promise(resolve => {
    const more = { ...(env && { env }), ...(signal && { signal }) };
    const options = { maxBuffer: 64 * 1024 * 1024, windowsHide: true, timeout: timeoutMs, ...more };
    execFile(program, args, options, (error, out, err) => {
      const status = error ? (typeof error.code === 'number' ? error.code : undefined) : 0;
      resolve({ status, out, err: err || (error && status === undefined ? error.message : '') });
    });
  });
}
