import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What is told of a run that began as a process of its own. */
export interface StartedRun {
  readonly runId: string;
  readonly folder: string;
  /** What the user should know of it, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * `dagwright run --detach`: starts `program` again with `args` in a session of its own, where no terminal and no editor
 * takes it along when it closes. Prints the run's id once its journal has begun; when it cannot begin, its message and
 * its exit code are ours.
 */
export async function runDetached(
  program: string,
  args: readonly string[],
  format: string | undefined,
): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(program), ...args], {
    detached: true,
    windowsHide: true,
    stdio: [args.includes('--secrets-stdin') ? 'inherit' : 'ignore', 'ignore', 'pipe', 'ipc'],
  });
  const outcome = await startOf(child);
  if ('exitCode' in outcome) {
    process.stderr.write(outcome.message);
    return outcome.exitCode;
  }
  const { notes, ...started } = outcome;
  process.stderr.write(notesText(notes));
  process.stdout.write(format === 'json' ? `${JSON.stringify(started)}\n` : `${started.runId}\n`);
  letGo(child);
  return 0;
}

/** What the user should know of a run, as lines for stderr. */
export function notesText(notes: readonly string[]): string {
  return notes.map(note => `note: ${note}\n`).join('');
}

/** Tells the program that started this one by `runDetached` that the run has begun, and lets it go. */
export function reportStart(started: StartedRun): void {
  // Whoever started us may be gone by now, and that is all right.
  process.send?.(started, () => {
    if (process.connected) process.disconnect();
  });
}

function startOf(child: ChildProcess): Promise<StartedRun | { message: string; exitCode: number }> {
  let message = '';
  child.stderr?.setEncoding('utf8').on('data', text => {
    message += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', value => {
      if (isStartedRun(value)) resolve(value);
    });
    child.once('close', (code, signal) => {
      const killed = signal ? `error: The run was killed by ${signal} before it began.\n` : '';
      resolve({ message: message + killed, exitCode: code ?? 2 });
    });
  });
}

function letGo(child: ChildProcess): void {
  child.stderr?.destroy();
  if (child.connected) child.disconnect();
  child.unref();
}

function isStartedRun(value: unknown): value is StartedRun {
  return typeof value === 'object' && value !== null && 'runId' in value && 'folder' in value && 'notes' in value;
}
