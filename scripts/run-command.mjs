import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and returns its exit code (128 when a signal ended it). With `quiet`, its output is kept
 * back and shown only when it fails. Throws when it cannot be started.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runCommand(program, args, { cwd, env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    // On Windows npm and the programs in node_modules/.bin are .cmd files, which only a shell can start.
    const shell = process.platform === 'win32' && !program.endsWith('.exe');
    const words = shell ? [program, ...args].map(word => `"${word}"`) : [program, ...args];
    const child = spawn(words[0] ?? program, words.slice(1), {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell,
    });
    /** @type {Buffer[]} */
    const output = [];
    child.stdout?.on('data', chunk => output.push(chunk));
    child.stderr?.on('data', chunk => output.push(chunk));
    child.on('error', reject);
    child.on('close', code => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? 128);
    });
  });
}
