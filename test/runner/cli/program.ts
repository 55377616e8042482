import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { endSurvivors } from '../whole-run.ts';

/** How a program ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A program that runs, with what it wrote so far. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #out = '';
  #err = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', text => {
      this.#out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', text => {
      this.#err += text;
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', code => resolve({ code, out: this.#out, err: this.#err }));
    });
  }

  /** Waits until stdout holds `wanted`; rejects when the program ends without it. */
  async says(wanted: RegExp): Promise<void> {
    const { stdout } = this.child;
    await Promise.race([
      new Promise<void>(resolve => {
        const look = () => {
          if (!wanted.test(this.#out)) return;
          stdout?.off('data', look);
          resolve();
        };
        stdout?.on('data', look);
        look();
      }),
      this.ended.then(({ out, err }) => {
        if (!wanted.test(out)) throw new Error(`It ended without saying ${wanted}:\n${out}\n${err}`);
      }),
    ]);
  }
}

/** The command line as users get it, bundled once, and folders to use it in. Dispose of it. */
export class Program implements Disposable {
  readonly #home = mkdtempSync(join(tmpdir(), 'dagwright-program-'));
  readonly #folders: string[] = [];
  readonly #started = new Set<ChildProcess>();

  /** Bundles the program. */
  static async make(): Promise<Program> {
    const program = new Program();
    const require =
      "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);";
    await build({
      ...{ entryPoints: { dagwright: 'runner/cli/main.ts' }, outdir: program.#home, outExtension: { '.js': '.mjs' } },
      ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
      banner: { js: require },
    });
    return program;
  }

  get file(): string {
    return join(this.#home, 'dagwright.mjs');
  }

  /** A new folder with `files` in it. */
  folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
    const folder = mkdtempSync(join(tmpdir(), 'dagwright-work-'));
    this.#folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  }

  /** Starts `dagwright …args` in `cwd`; one that does not end within two minutes is killed. */
  start(cwd: string, ...args: readonly string[]): Running {
    const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
    const child = spawn(process.execPath, [this.file, ...args], {
      ...{ cwd, env, stdio: ['ignore', 'pipe', 'pipe'] },
      ...{ timeout: longestWaitMs, killSignal: 'SIGKILL' },
    });
    this.#started.add(child);
    child.once('exit', () => this.#started.delete(child));
    return new Running(child);
  }

  /** Runs `dagwright …args` in `cwd` to its end. */
  run(cwd: string, ...args: readonly string[]): Promise<Ended> {
    return this.start(cwd, ...args).ended;
  }

  /** What a test that failed left running would keep it from ending. */
  [Symbol.dispose](): void {
    for (const child of this.#started) child.kill('SIGKILL');
    for (const folder of this.#folders) endSurvivors(folder);
    for (const folder of [this.#home, ...this.#folders]) rmSync(folder, { recursive: true, force: true });
  }
}

const longestWaitMs = 120_000;
