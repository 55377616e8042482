import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { scheduleFolder } from '../../runner/layout.ts';
import { runEnvironment } from '../run/run-arguments.ts';

/** A log that is longer begins anew with the next scheduler. */
const longestLog = 1 << 20;

/** Starts the scheduler of a folder as a process of its own, for what windows have on; answers its end. What it tells is in `log.txt` beside its state. */
export function startScheduler(program: string, root: string): Promise<number | null> {
  const folder = scheduleFolder(root);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'log.txt');
  const isLong = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > longestLog;
  const log = openSync(path, isLong ? 'w' : 'a', 0o600);
  try {
    const child = spawn(process.execPath, [program, 'schedule', root, '--windows'], {
      ...{ cwd: root, env: runEnvironment(process.env), stdio: ['ignore', log, log] },
      // It serves all windows, and goes when the last of them has gone.
      ...{ detached: true, windowsHide: true },
    });
    child.unref();
    return new Promise(resolve => {
      child.once('error', () => resolve(null));
      child.once('exit', resolve);
    });
  } finally {
    closeSync(log);
  }
}
