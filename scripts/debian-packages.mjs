import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

/**
 * Installs Debian packages where there is an apt-get and the right to use it; says in one line what for. What could not be
 * installed is not told: look for what you wanted of it.
 *
 * @param {string} what
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(what, packages) {
  if (process.platform !== 'linux' || !isOnPath('apt-get')) return;
  console.log(`Installing ${what} for the tests (apt-get install ${packages.join(' ')}) …`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = async (/** @type {string[]} */ ...args) => {
    const [program = '', ...rest] = [...sudo, 'apt-get', ...args];
    // A machine without sudo cannot start it at all: the same as a refusal.
    return runCommand(program, rest, { env, quiet: true }).catch(() => 1);
  };
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', ...packages);
}

/** Whether a program is there. @param {string} name */
export function isOnPath(name) {
  return filesOnPath(name).some(file => existsSync(file));
}

/** Where a program may lie. @param {string} name */
export function filesOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name));
}
