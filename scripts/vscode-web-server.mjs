import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectFolder } from './folders.mjs';
import { getVscodeWeb } from './get-vscode-web.mjs';

/**
 * A browser VS Code that runs.
 *
 * @typedef {object} VscodeWebServer
 * @property {number} port on 127.0.0.1
 * @property {Promise<number>} ended its exit code, once it has ended for whatever reason
 * @property {() => Promise<void>} stop ends it with everything that it started
 */

/**
 * @typedef {object} VscodeWebOptions
 * @property {string} profile the folder for everything that it writes; made when it is not there
 * @property {Readonly<Record<string, unknown>>} settings the user's settings, unless the profile has some already
 * @property {string} [password] what the browser must give; without one everybody on this machine gets in
 * @property {number} [port] absent: a free one
 * @property {boolean} [trust] whether every folder is trusted without asking
 * @property {boolean} [linkExtension] whether Dagwright is installed, as a link to this project
 * @property {readonly string[]} [options] more options of code-server
 * @property {NodeJS.ProcessEnv} [env] absent: this process's
 */

/**
 * Starts a VS Code server on 127.0.0.1 and answers when it listens. Throws with the end of its log when it does not.
 *
 * @param {VscodeWebOptions} options
 * @returns {Promise<VscodeWebServer>}
 */
export async function startVscodeWeb(options) {
  const { node, codeServer } = await getVscodeWeb();
  await prepareProfile(options);
  const log = join(options.profile, 'server.log');
  await rm(log, { force: true });
  const descriptor = openSync(log, 'a');
  const child = spawn(node, [codeServer, ...serverArguments(options)], {
    cwd: options.profile,
    env: serverEnvironment(options),
    stdio: ['ignore', descriptor, descriptor],
    // A process group of its own: the extension hosts would outlive their parent otherwise.
    detached: true,
  });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('exit', code => resolve(code ?? 128)));
  const killAtExit = () => signalGroup(child.pid, 'SIGKILL');
  process.once('exit', killAtExit);
  const stop = async () => {
    await stopGroup(child.pid);
    process.off('exit', killAtExit);
  };
  try {
    return { port: await listeningPort(log, ended), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {VscodeWebOptions} options */
async function prepareProfile({ profile, settings, linkExtension }) {
  const extensions = join(profile, 'extensions');
  // Made new each time: an index that an earlier start left in it would hide the link.
  await rm(extensions, { recursive: true, force: true });
  await mkdir(extensions, { recursive: true });
  await mkdir(join(profile, 'user', 'User'), { recursive: true });
  await writeFile(join(profile, 'code-server.yaml'), '');
  const json = JSON.stringify(settings, undefined, 2);
  await writeFile(join(profile, 'user', 'User', 'settings.json'), json, { flag: 'wx' }).catch(ignoreExisting);
  if (!linkExtension) return;
  const { publisher, name, version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'));
  await symlink(projectFolder, join(extensions, `${publisher}.${name}-${version}`), 'dir');
}

/** @param {NodeJS.ErrnoException} error */
function ignoreExisting(error) {
  if (error.code !== 'EEXIST') throw error;
}

/** @param {VscodeWebOptions} options */
function serverArguments({ profile, password, port = 0, trust = false, options = [] }) {
  return [
    ...['--config', join(profile, 'code-server.yaml')],
    ...['--bind-addr', `127.0.0.1:${port}`],
    ...['--auth', password === undefined ? 'none' : 'password'],
    ...['--user-data-dir', join(profile, 'user')],
    ...['--extensions-dir', join(profile, 'extensions')],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...options,
  ];
}

/** @param {VscodeWebOptions} options @returns {NodeJS.ProcessEnv} */
function serverEnvironment({ env = process.env, password }) {
  // In the terminal of another VS Code these say which one: then code-server would only open a window there.
  const own = Object.entries(env).filter(([name]) => !name.startsWith('VSCODE_'));
  return { ...Object.fromEntries(own), PASSWORD: password, EXTENSIONS_GALLERY: '{}' };
}

/** @param {string} log @param {Promise<number>} ended */
async function listeningPort(log, ended) {
  let over = false;
  ended.then(
    () => (over = true),
    () => (over = true),
  );
  const deadline = Date.now() + 60_000;
  for (;;) {
    const text = await readFile(log, 'utf8');
    const port = /server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (port) return Number(port);
    if (over) throw new Error(`The browser VS Code did not start:\n${text.slice(-2000)}`);
    if (Date.now() > deadline) throw new Error(`The browser VS Code did not answer in a minute:\n${text.slice(-2000)}`);
    await wait(50);
  }
}

/** @param {number | undefined} leader */
async function stopGroup(leader) {
  signalGroup(leader, 'SIGTERM');
  for (const deadline = Date.now() + 2000; Date.now() < deadline; await wait(50)) {
    if (!signalGroup(leader, 0)) return;
  }
  signalGroup(leader, 'SIGKILL');
}

/** @param {number | undefined} leader @param {NodeJS.Signals | 0} signal */
function signalGroup(leader, signal) {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
