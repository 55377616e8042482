import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { CommanderError } from 'commander';
import { paintFor } from './paint.ts';
import { makeProgram } from './program.ts';
import { Refusal } from './refusal.ts';

/*
 * The door of the program: what is thrown below comes out here, as a sentence or, when we erred, with its stack.
 * The exit code is set and the program left to end by itself, so that all that was written is flushed.
 */

const ourFault = 'This is a fault of Dagwright. Please report it with these lines:';
// Later text for a reader that has gone is lost on purpose; `run` goes on, everything else has nothing left to do.
process.stdout.on('error', error => endOnClosedPipe(error));
process.stderr.on('error', () => undefined);
process.on('uncaughtExceptionMonitor', () => process.stderr.write(`${ourFault}\n`));

const program = makeProgram({
  // What was started, not what this text was bundled into; links to it lead there.
  get entry() {
    return pathToFileURL(realpathSync(process.argv[1] ?? '')).href;
  },
  done: exitCode => {
    process.exitCode = exitCode;
  },
});
// Not awaited here: the program is loaded as a CommonJS file.
void program.parseAsync().catch((error: unknown) => {
  process.exitCode = explain(error);
});

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const paint = paintFor(process.stderr, process.env);
  if (error instanceof Refusal) {
    process.stderr.write(`${paint(['red', 'bold'], 'error:')} ${error.message}\n`);
    return error.exitCode;
  }
  if (isWithoutFolder(error)) {
    process.stderr.write('error: The current folder is gone. Go to one that is there.\n');
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${ourFault}\n${stack}\n`);
  return 70;
}

function isWithoutFolder(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

function endOnClosedPipe(error: Error): void {
  const isRun = ['run', 'run-ordered', 'rerun', 'resume', 'watch', 'schedule'].includes(process.argv[2] ?? '');
  if (!isRun) process.exit('code' in error && error.code === 'EPIPE' ? (process.exitCode ?? 0) : 74);
}
