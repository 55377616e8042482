import { appendFileSync, existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { appendMessage } from '../append-message.ts';
import { exitsFile, outputLog } from '../layout.ts';
import { signalOfStatus, statusOfSignal } from '../signal.ts';
import { isDiskFull } from './disk-space.ts';
import type { Exit } from './processes.ts';

/** What an exit status means: a shell tells of a signal by a status above 128. */
export function exitOfStatus(status: number): Exit {
  const signal = signalOfStatus(status);
  return signal === undefined ? { kind: 'exit', code: status } : { kind: 'signal', signal };
}

/**
 * The exit of an attempt, its message in the log too; an attempt that could not even open its log is `unwritable`. One that
 * failed on a full disk says so, for its log could not.
 */
export function withLogged(exit: Exit, path: string): Exit {
  if (exit.kind === 'error') {
    appendMessage(path, exit.message);
    return exit;
  }
  if (exit.kind === 'lost' || (exit.kind === 'exit' && exit.code === 0)) return exit;
  const log = outputLog(path);
  const isFull = isDiskFull(dirname(log));
  if (!existsSync(log)) return { kind: 'unwritable', message: `its output cannot be written to ${log}`, isFull };
  if (!isFull) return exit;
  const message = `It failed with no space left on the device that holds its output, ${log}`;
  return { kind: 'error', message, isDiskFull: true };
}

/** Writes an exit status that no shell could write. The journal tells it too: where it cannot be written, that is no matter. */
export function tellExit(run: string, path: string, exit: Exit): void {
  try {
    appendFileSync(exitsFile(run), `${statusOf(exit)} ${basename(path)}\n`);
  } catch {
    // See above.
  }
}

/** The status by which a shell would tell of an exit. */
function statusOf(exit: Exit): number {
  return exit.kind === 'exit' ? exit.code : exit.kind === 'signal' ? statusOfSignal(exit.signal) : 127;
}
