import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../clock.ts';
import { outputLog } from '../../layout.ts';
import { announcements, endLine, type MaskSetup } from '../../secrets/mask-setup.ts';
import { OutputMask } from '../../secrets/output-mask.ts';
import { PatternSearch } from '../../secrets/pattern-search.ts';
import { MaskedStream } from './masked-stream.ts';
import { readAvailable } from './read-available.ts';

/** How long shells that were just started when the runner was killed may take to name their first attempt. */
const lastCallMs = 2000;

/** The program that masks the output of a run's attempts, as `MaskSetup` tells. It ends when there is nobody left who writes. */
export async function maskOutput(): Promise<void> {
  // Whoever wants the run to end asks the attempts: when they are gone, so is this.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.stdout.on('error', () => {});
  const lines = createInterface({ input: process.stdin });
  let streams: MaskedStreams | undefined;
  let isOver = false;
  lines.on('line', line => {
    if (!streams) streams = new MaskedStreams(JSON.parse(line) as MaskSetup);
    else if (line === endLine) {
      isOver = true;
      void streams.end().then(areLeft => areLeft && process.stdout.write(`${endLine}\n`));
    } else void streams.drain(line).then(() => process.stdout.write(`${line}\n`));
  });
  lines.on('close', () => {
    if (!isOver) systemClock.after(lastCallMs, () => void streams?.end());
  });
}

class MaskedStreams {
  readonly #setup: MaskSetup;
  readonly #search: PatternSearch;
  readonly #open = new Map<string, MaskedStream>();
  readonly #named: Socket;
  readonly #namedFile: number;
  /** Holds the pipe of names open while shells come and go. */
  #guard: number | undefined;
  #unread = '';
  #isLast = false;

  constructor(setup: MaskSetup) {
    this.#setup = setup;
    this.#search = new PatternSearch(setup.patterns.map(pattern => Buffer.from(pattern, 'base64')));
    const pipe = join(setup.pipes, announcements);
    // A shell may have made it already.
    spawnSync('mkfifo', ['-m', '600', pipe], { stdio: 'ignore' });
    this.#guard = openSync(pipe, 'r+');
    this.#namedFile = openSync(pipe, 'r');
    this.#named = new Socket({ fd: this.#namedFile, readable: true, writable: false });
    this.#named.on('data', chunk => this.#hear(chunk));
    this.#named.on('error', () => {});
    this.#named.on('end', () => this.#heardLast());
    this.#named.on('close', () => this.#heardLast());
  }

  /** Writes what the attempt `name` has printed by now. */
  async drain(name: string): Promise<void> {
    if (!this.#isLast) for (const chunk of readAvailable(this.#namedFile)) if (chunk !== 'end') this.#hear(chunk);
    await this.#open.get(name)?.drain();
  }

  /** Writes what all have printed by now and answers whether some go on; nobody comes any more but who holds the pipe of names. */
  async end(): Promise<boolean> {
    if (this.#guard !== undefined) closeSync(this.#guard);
    this.#guard = undefined;
    await Promise.all([...this.#open.values()].map(stream => stream.drain()));
    return this.#open.size > 0;
  }

  #hear(chunk: Uint8Array): void {
    const names = (this.#unread + Buffer.from(chunk).toString()).split('\n');
    this.#unread = names.pop() ?? '';
    for (const name of names) if (!this.#open.has(name)) this.#begin(name);
  }

  #begin(name: string): void {
    const { pipes, tasks } = this.#setup;
    const pipe = join(pipes, name);
    const ended = () => {
      this.#open.delete(name);
      rmSync(pipe, { force: true });
      this.#endWhenDone();
    };
    this.#open.set(name, new MaskedStream(pipe, outputLog(join(tasks, name)), new OutputMask(this.#search), ended));
  }

  #heardLast(): void {
    this.#isLast = true;
    for (const stream of this.#open.values()) stream.release();
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (this.#isLast && this.#open.size === 0) rmSync(this.#setup.pipes, { recursive: true, force: true });
  }
}
