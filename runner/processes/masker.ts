import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tasksFolder } from '../layout.ts';
import { announcements, endLine, type MaskSetup } from '../secrets/mask-setup.ts';
import type { SecretValues } from '../secrets/secret-values.ts';
import { startProcess } from './start-process.ts';

/** What is needed to mask the output of attempts. */
export interface Masking {
  readonly secrets: SecretValues;
  /** The program that masks, with its arguments, and its environment. */
  readonly program: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/** The process that masks the output of a run's attempts; see `MaskSetup`. It outlives the runner when that is killed. */
export class Masker {
  /** The folder of the pipes. */
  readonly pipes = mkdtempSync(join(tmpdir(), 'dagwright-'));
  readonly #process: ChildProcess;
  readonly #waiting = new Map<string, (() => void)[]>();
  #unread = '';
  #isGone = false;
  #isClosing = false;

  /** `gone` is called when it ended though it was still needed. Throws when there is no place for its pipes. */
  constructor(run: string, masking: Masking, gone: () => void) {
    const [program, ...args] = masking.program;
    // By this it is known, like the shells, when the runner is gone.
    const env = { ...masking.env, PIPELINE_OUTPUT: tasksFolder(run) };
    this.#process = startProcess(program, args, { cwd: run, env, stdio: ['pipe', 'pipe', 'ignore'] });
    const lost = () => {
      if (this.#isGone) return;
      this.#isGone = true;
      rmSync(this.pipes, { recursive: true, force: true });
      if (!this.#isClosing) gone();
      for (const name of [...this.#waiting.keys()]) this.#answer(name);
    };
    this.#process.on('error', lost).on('exit', lost);
    this.#process.stdin?.on('error', () => {});
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    const patterns = masking.secrets.patterns.map(pattern => pattern.toString('base64'));
    const setup: MaskSetup = { patterns, tasks: tasksFolder(run), pipes: this.pipes };
    this.#process.stdin?.write(`${JSON.stringify(setup)}\n`);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** The pipe into which a shell writes the names of its attempts. */
  get announcements(): string {
    return join(this.pipes, announcements);
  }

  /** Resolves when all that the attempt `name` has printed by now is in its log. */
  drained(name: string): Promise<void> {
    return this.#ask(name);
  }

  /** Lets it end by itself: at once, unless something that escaped still holds a pipe. */
  async close(): Promise<void> {
    if (this.#isGone) return;
    this.#isClosing = true;
    const answered = this.#ask(endLine);
    this.#process.stdin?.end();
    await answered;
    this.#isGone = true;
    this.#process.stdout?.destroy();
    this.#process.unref();
  }

  #ask(line: string): Promise<void> {
    return new Promise(resolve => {
      if (this.#isGone) return resolve();
      const others = this.#waiting.get(line);
      if (others) others.push(resolve);
      else this.#waiting.set(line, [resolve]);
      this.#process.stdin?.write(`${line}\n`);
    });
  }

  #read(text: string): void {
    const lines = (this.#unread + text).split('\n');
    this.#unread = lines.pop() ?? '';
    for (const line of lines) this.#answer(line);
  }

  #answer(line: string): void {
    const resolves = this.#waiting.get(line) ?? [];
    this.#waiting.delete(line);
    for (const resolve of resolves) resolve();
  }
}
