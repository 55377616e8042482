import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import type { Executor as ExecutorWords } from '../../../pipeline/pipeline.ts';
import { systemClock } from '../../clock.ts';
import { hostFile, inputsFile, outputsFile } from '../../layout.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import { answerOf } from '../../processes/start-process.ts';
import { AttemptLog, orDiskFull } from '../attempt-log.ts';
import { commandThere } from '../command-there.ts';
import type { Executor, ExecutorSettings, PlacedCommand, PlacedOrphan } from '../executor.ts';
import { tellPlace } from '../tell-place.ts';
import { askScript, launchScript, ownFolder } from './remote-scripts.ts';
import { notConnected, SshConnection } from './ssh-connection.ts';
import { SshJob } from './ssh-job.ts';

export type SshSettings = Extract<ExecutorWords, { type: 'ssh' }>;

/** Runs attempts on other machines, each on the host with the most free slots. */
export class SshExecutor implements Executor {
  readonly #settings: ExecutorSettings;
  readonly #ssh: SshSettings;
  readonly #connections = new Map<string, SshConnection>();
  readonly #taken = new Map<string, number>();
  readonly #copies = new Map<string, Promise<unknown>>();

  constructor(settings: ExecutorSettings, ssh: SshSettings) {
    this.#settings = settings;
    this.#ssh = ssh;
  }

  start(command: PlacedCommand, ended: (exit: Exit) => void): RunningAttempt {
    const host = this.#freeHost();
    writeFileSync(hostFile(command.path), `${host}\n`);
    tellPlace(command, { host });
    const job = this.#job(host, command, ended);
    const launch = async () => {
      const fault = await this.#copyThere(host);
      if (fault !== undefined) job.refuse(fault);
      else await job.launch(launchScript(this.#remote(command)));
    };
    void launch();
    return job;
  }

  adopt(orphan: PlacedOrphan, ended: (exit: Exit) => void): RunningAttempt {
    const job = this.#job(hostOf(orphan.path) ?? '', orphan, ended);
    void job.follow();
    return job;
  }

  /** A host that does not answer may run it. */
  async hasBegun(path: string): Promise<boolean> {
    const host = hostOf(path);
    if (host === undefined) return false;
    const { status } = await this.#to(host).run(askScript(this.#key(path)));
    return status === 0 || status === notConnected;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(connection => connection.close()));
  }

  #job(host: string, { path, files = [] }: PlacedCommand | PlacedOrphan, ended: (exit: Exit) => void): SshJob {
    this.#taken.set(host, (this.#taken.get(host) ?? 0) + 1);
    const tools = {
      ...{ path, key: this.#key(path), connection: this.#to(host), clock: systemClock, keepsOutputs: this.#isCopied },
      mark: `PIPELINE_OUTPUT=${this.#isCopied ? `${ownFolder}/outputs` : outputsFile(path)}`,
      log: new AttemptLog(path, this.#settings.masking?.secrets, exit => job.fail(exit)),
      bringBack: () => this.#copyBack(host, files),
    };
    const job = new SshJob(tools, exit => {
      this.#taken.set(host, (this.#taken.get(host) ?? 1) - 1);
      ended(orDiskFull(exit, path));
    });
    return job;
  }

  /** The same attempt, in the words of the machine that it is to run on. */
  #remote(command: PlacedCommand) {
    const { path, workingDirectory, env, action } = command;
    const { env: shared, declared } = this.#settings;
    const there = (text: string) => this.#there(text);
    const all: Record<string, string> = {};
    for (const name of declared) all[name] = there(shared[name] ?? '');
    for (const [name, value] of Object.entries(env)) all[name] = there(value);
    const files: Record<string, string> = {};
    if (this.#isCopied) {
      const inputs = env.PIPELINE_INPUTS ?? inputsFile(this.#settings.run);
      files.inputs = there(existsSync(inputs) ? readFileSync(inputs, 'utf8') : '{}');
      Object.assign(all, { PIPELINE_INPUTS: `${ownFolder}/inputs`, PIPELINE_OUTPUT: `${ownFolder}/outputs` });
    }
    if (action.kind === 'script') files.script = there(action.script);
    const argv = commandThere({ action, path }).map(word =>
      action.kind === 'script'
        ? word.replace(/^.*\.script(\.\w+)?$/, (_, ending = '') => `${ownFolder}/script${ending}`)
        : there(word),
    );
    return { key: this.#key(path), argv, env: all, workingDirectory: there(workingDirectory), files };
  }

  /** Paths of the project mean the project there. */
  #there(text: string): string {
    const { directory } = this.#ssh;
    const { root } = this.#settings;
    return directory === undefined ? text : text.replaceAll(root, directory);
  }

  get #isCopied(): boolean {
    return this.#ssh.sync === 'rsync';
  }

  #key(path: string): string {
    return `${basename(this.#settings.run)}/${basename(path)}`;
  }

  #freeHost(): string {
    const free = ({ host, slots }: SshSettings['hosts'][number]) => slots - (this.#taken.get(host) ?? 0);
    const [best] = this.#ssh.hosts.toSorted((a, b) => free(b) - free(a));
    return best?.host ?? '';
  }

  #to(host: string): SshConnection {
    const known = this.#connections.get(host);
    if (known) return known;
    const made = new SshConnection(host, this.#ssh.options, this.#settings.env);
    this.#connections.set(host, made);
    return made;
  }

  /** One copy to a host after the other: two at once would send the same files. */
  #copyThere(host: string): Promise<string | undefined> {
    if (!this.#isCopied) return Promise.resolve(undefined);
    const { root } = this.#settings;
    const copy = (this.#copies.get(host) ?? Promise.resolve()).then(() =>
      this.#rsync(host, [
        '--mkpath',
        '--exclude=/.git',
        '--exclude=/.dagwright',
        `${root}/`,
        `${host}:${this.#there(root)}/`,
      ]),
    );
    this.#copies.set(host, copy);
    return copy;
  }

  /** What the task declares; the rest of what it wrote stays there. */
  #copyBack(host: string, files: readonly string[]): Promise<string | undefined> {
    if (!this.#isCopied || files.length === 0) return Promise.resolve(undefined);
    const { root } = this.#settings;
    const paths = files.map(file => `${host}:${this.#there(root)}/./${relative(root, file)}`);
    return this.#rsync(host, ['--relative', '--ignore-missing-args', ...paths, `${root}/`]);
  }

  async #rsync(host: string, args: readonly string[]): Promise<string | undefined> {
    const command = this.#to(host).command.map(word => (/[\s'"]/.test(word) ? `'${word}'` : word));
    const answer = await answerOf('rsync', ['--archive', '--compress', '-e', command.join(' '), ...args], {
      env: this.#settings.env,
      timeoutMs: longestCopyMs,
    });
    if (answer.status === 0) return undefined;
    if (answer.status === undefined && /ENOENT/.test(answer.err))
      return '`rsync` is not on PATH: install it, or share the folder and leave "sync" out.';
    return `The files could not be copied to or from ${host}: ${answer.err.trim().split('\n').at(-1)}`;
  }
}

const longestCopyMs = 2 ** 31 - 1;

function hostOf(path: string): string | undefined {
  return existsSync(hostFile(path)) ? readFileSync(hostFile(path), 'utf8').trim() : undefined;
}
