import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A real `sshd` on this machine, for a test: close it. */
export interface SshServer {
  readonly host: string;
  /** What `ssh` needs to get there. */
  readonly options: readonly string[];
  /** Cuts every connection; what runs on the machine stays. */
  cut(): void;
  /** Answers as another machine would: with another key. */
  changeKey(): Promise<void>;
  close(): Promise<void>;
}

/** Why there can be no server here; `undefined` when there can. */
function noServer(): string | undefined {
  const missing = ['/usr/sbin/sshd', '/usr/bin/ssh', '/usr/bin/ssh-keygen', '/usr/bin/rsync'].filter(
    file => !existsSync(file),
  );
  return missing.length > 0 ? `${missing.join(', ')} is not there` : undefined;
}

/** A server, or why there can be none on this machine. */
export async function serverOrReason(): Promise<SshServer | string> {
  return noServer() ?? (await startServer().catch(error => `sshd does not start here: ${error}`));
}

/** Starts a server, and waits until it lets the user in. */
async function startServer(): Promise<SshServer> {
  const home = mkdtempSync(join(tmpdir(), 'dagwright-sshd-'));
  const file = (name: string) => join(home, name);
  for (const name of ['host', 'other', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  const host = `${userInfo().username}@127.0.0.1`;
  const known = ['-o', 'StrictHostKeyChecking=accept-new', '-o', `UserKnownHostsFile=${file('known')}`];
  const options = ['-F', 'none', '-p', String(port), '-i', file('user'), ...known];
  let server: ChildProcess | undefined;
  const start = async (key: string) => {
    const settings = [`AuthorizedKeysFile=${file('user.pub')}`, 'StrictModes=no', 'UsePAM=no', 'PidFile=none'];
    const args = [
      '-D',
      '-f',
      '/dev/null',
      '-p',
      String(port),
      '-h',
      file(key),
      ...settings.flatMap(setting => ['-o', setting]),
    ];
    server = spawn('/usr/sbin/sshd', args, { stdio: 'ignore', detached: true });
    // The hook that ends it comes when nothing else is left to wait for.
    server.unref();
    for (let tries = 0; tries < 100; tries++) {
      const probe = [
        ...options.slice(0, 6),
        '-o',
        'StrictHostKeyChecking=no',
        '-o',
        'UserKnownHostsFile=/dev/null',
        host,
        'true',
      ];
      if (spawnSync('ssh', probe, { stdio: 'ignore' }).status === 0) return;
      await delay(100);
    }
    throw new Error('The server did not start within 10 s.');
  };
  const stop = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const over = new Promise(resolve => server?.once('exit', resolve));
    server.ref();
    server.kill('SIGKILL');
    await over;
  };
  await start('host');
  return {
    host,
    options,
    cut: () => void spawnSync('pkill', ['-KILL', '-f', `^sshd: ${userInfo().username}`]),
    changeKey: async () => {
      await stop();
      await start('other');
    },
    close: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
