import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test's container is made from: the words of the API that are used. */
export interface ContainerSpec {
  readonly command: readonly string[];
  readonly workingDir?: string;
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly terminationMessagePath: string;
}

/** A line of a log, with its time as nodes write it. */
export interface LogLine {
  readonly time: string;
  readonly text: string;
}

/** A container that is a process of this machine: mounts are folders of the test, by rewriting their paths. */
export class FakeContainer {
  readonly log: LogLine[] = [];
  /** Called for each line, and when there are no more. */
  readonly listeners = new Set<() => void>();
  readonly #child: ChildProcess;
  #rest = '';
  #isOver = false;

  constructor(
    spec: ContainerSpec,
    secret: Readonly<Record<string, string>>,
    ended: (code: number, message: string) => void,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'dagwright-pod-'));
    const message = join(folder, 'message');
    const mounted = join(folder, 'dagwright');
    writeFileSync(message, '');
    mkdirSync(mounted);
    for (const [name, text] of Object.entries(secret)) writeFileSync(join(mounted, name), text);
    const here = (text: string) =>
      text
        .replaceAll('$$', () => '$')
        .replace(spec.terminationMessagePath, () => message)
        .replace(/^\/dagwright\//, () => `${mounted}/`);
    const given = spec.env.map(({ name, value = '', valueFrom }) => [
      name,
      valueFrom ? secret[valueFrom.secretKeyRef.key] : here(value),
    ]);
    const [program = '', ...args] = spec.command.map(here);
    this.#child = spawn(program, args, {
      cwd: spec.workingDir ?? folder,
      env: { PATH: process.env.PATH, ...Object.fromEntries(given) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', chunk => this.#print(String(chunk)));
    this.#child.once('error', error => this.#print(`${error}\n`));
    this.#child.once('exit', () => this.#kill());
    this.#child.once('close', (code, signal) => {
      this.#isOver = true;
      if (this.#rest !== '') this.#line(this.#rest);
      // As the node does: the end of it, and no more.
      const said = readFileSync(message).subarray(-4096).toString();
      rmSync(folder, { recursive: true, force: true });
      ended(code ?? (signal === 'SIGTERM' ? 143 : 137), said);
      for (const listener of this.listeners) listener();
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** As a node ends one: its first process hears of it; when that has gone, or has had its time, all is killed. */
  stop(graceMs: number): void {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#kill(), graceMs);
    this.#child.once('close', () => clearTimeout(timer));
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || pid <= 1) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has gone by itself.
    }
  }

  #print(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(`${line}\n`);
    for (const listener of this.listeners) listener();
  }

  #line(text: string): void {
    // Several lines share a time, as they may on a node.
    const time = `${new Date().toISOString().slice(0, -1)}000000Z`;
    this.log.push({ time, text });
  }
}
