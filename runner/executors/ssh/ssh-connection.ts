import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../processes/start-process.ts';
import { startProcess } from '../../processes/start-process.ts';

/** By this status `ssh` says that it could not connect, or lost the connection. */
export const notConnected = 255;

/** The way to one host: one connection for all, by the user's own `ssh` and its configuration. */
export class SshConnection {
  readonly host: string;
  readonly #options: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #sockets: string;

  constructor(host: string, options: readonly string[], env: NodeJS.ProcessEnv) {
    this.host = host;
    this.#env = env;
    this.#sockets = mkdtempSync(join(tmpdir(), 'dw-ssh-'));
    this.#options = [
      ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15'],
      ...['-o', 'ServerAliveInterval=5', '-o', 'ServerAliveCountMax=3'],
      ...['-o', 'ControlMaster=auto', '-o', `ControlPath=${join(this.#sockets, 's')}`, '-o', 'ControlPersist=30'],
      ...options,
    ];
  }

  /** The command by which `rsync` gets there. */
  get command(): readonly string[] {
    return ['ssh', ...this.#options];
  }

  /** Runs a script there, to its end; `onOutput` gets what it prints. */
  run(script: string, onOutput?: (chunk: Buffer) => void): Promise<Answer> & { readonly stop: () => void } {
    const child = startProcess('ssh', [...this.#options, '--', this.host, 'sh', '-s'], {
      env: this.#env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (onOutput) onOutput(chunk);
      else out += chunk;
    });
    child.stderr?.on('data', chunk => {
      err += chunk;
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(script);
    const answer = new Promise<Answer>(resolve => {
      child.once('error', error => resolve({ status: undefined, out, err: error.message }));
      child.once('close', code => resolve({ status: code ?? notConnected, out, err }));
    });
    return Object.assign(answer, { stop: () => void child.kill('SIGTERM') });
  }

  async close(): Promise<void> {
    const child = startProcess('ssh', [...this.#options, '-O', 'exit', '--', this.host], {
      env: this.#env,
      stdio: 'ignore',
    });
    await new Promise(resolve => child.once('error', resolve).once('close', resolve));
    rmSync(this.#sockets, { recursive: true, force: true });
  }
}
