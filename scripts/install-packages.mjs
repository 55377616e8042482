import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.mjs';
import { runCommand } from './run-command.mjs';

/** Installs the project's packages exactly as locked, when one is missing or has another version. Throws when npm fails. */
export async function installPackages() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci) …');
  const code = await runCommand('npm', ['ci', '--no-audit', '--no-fund'], { cwd: projectFolder });
  if (code !== 0) throw new Error('npm ci failed: see its message above.');
}

/** npm notes what it has installed in a lock file inside node_modules, as the last thing it does. */
function isInstalled() {
  const wanted = packagesIn(join(projectFolder, 'package-lock.json'));
  const installed = packagesIn(join(projectFolder, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    // The root, and packages for other platforms, are not in node_modules.
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/** @param {string} lockFile @returns {Record<string, { version: string, optional?: boolean }>} */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return {};
  }
}
