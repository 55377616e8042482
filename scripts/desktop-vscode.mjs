import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environmentOutsideNpm } from './environment-outside-npm.mjs';
import { examplesFolder, firstExample } from './examples.mjs';
import { projectFolder } from './folders.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Returns the desktop VS Code's `code` command, or undefined where there is none or no screen to show it on.
 *
 * @returns {string | undefined}
 */
export function findDesktop() {
  const { DISPLAY, WAYLAND_DISPLAY, PATH = '' } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  const command = process.platform === 'win32' ? 'code.cmd' : 'code';
  return PATH.split(delimiter)
    .map(folder => join(folder, command))
    .find(file => existsSync(file));
}

/**
 * Opens the examples in a new window of the desktop VS Code, with Dagwright. Throws when `code` fails.
 *
 * @param {string} code
 */
export async function openDesktop(code) {
  const args = [`--extensionDevelopmentPath=${projectFolder}`, '--new-window', examplesFolder, firstExample];
  const exitCode = await runCommand(code, args, { cwd: projectFolder, env: environmentOutsideNpm() });
  if (exitCode !== 0) throw new Error(`${code} ended with ${exitCode}.`);
  console.log('The examples are open in VS Code.');
}
