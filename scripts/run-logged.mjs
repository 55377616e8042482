import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { projectFolder } from './folders.mjs';
import { onStop } from './stop-signal.mjs';

const limitMinutes = 8;

/**
 * Runs a program of the project's packages with its output in the file `log`, and returns its exit code. One that
 * hangs is stopped with all that it started, and counts as failed.
 *
 * @param {string} log
 * @param {readonly string[]} command
 * @param {Record<string, string>} [env] beside this process's
 * @returns {Promise<number>}
 */
export function runLogged(log, [program = '', ...args], env) {
  const output = openSync(log, 'a');
  const path = [join(projectFolder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(program, args, {
    cwd: projectFolder,
    env: { ...process.env, PATH: path, ...env },
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
    detached: process.platform !== 'win32',
  });
  return new Promise((resolve, reject) => {
    const stop = () => stopAll(child.pid);
    const limit = setTimeout(async () => {
      await appendFile(log, `\nIt did not end in ${limitMinutes} minutes.\n`);
      stop();
    }, limitMinutes * 60_000);
    const off = onStop(() => {
      stop();
      process.exit(130);
    });
    child.on('error', reject).on('close', code => {
      clearTimeout(limit);
      off();
      resolve(code ?? 128);
    });
  });
}

/** @param {number | undefined} leader */
function stopAll(leader) {
  if (leader === undefined) return;
  // Windows has no process groups; there the child alone is ended.
  process.kill(process.platform === 'win32' ? leader : -leader, 'SIGTERM');
}
