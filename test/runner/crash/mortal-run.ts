import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { journalFile, runFolder, tasksFolder } from '../../../runner/layout.ts';
import { readRun } from '../../../runner/run-directory/read-run.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { endSurvivors, optionsFor, survivors } from '../whole-run.ts';
import { bundledRunner } from './bundled-runner.ts';
import type { Mortal } from './mortal-runner.ts';

/** How a runner ended. */
export interface RunnerEnd {
  readonly signal: string | null;
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const runnerProgram = await bundledRunner();

/** One run in a folder of its own, whose runners may die. Dispose of it. */
export class MortalRun implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-crash-')));
  readonly folder = runFolder(this.root, 'r');
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** Makes a program in the folder of the pipeline. */
  write(name: string, text: string): void {
    writeFileSync(join(this.root, name), text, { mode: 0o755 });
  }

  /** Starts the run; its runner dies after so many records. */
  start(mortality: Omit<Mortal, 'does'> = {}): Promise<RunnerEnd> {
    const run = optionsFor(this.root, this.#pipeline, { runId: 'r', maxParallel: 4 });
    return startRunner({ does: { run }, ...mortality });
  }

  /** Goes on with it. */
  resume(mortality: Omit<Mortal, 'does'> = {}): Promise<RunnerEnd> {
    return startRunner({ does: { resume: this.folder }, ...mortality });
  }

  /** The run as its journal tells it; fails when a line of that cannot be read. */
  async state(): Promise<RunState> {
    const reading = await readRun(this.folder);
    assert.ok(reading.kind === 'run', reading.kind);
    assert.equal(reading.unreadableLines, 0);
    return reading.state;
  }

  records(): number {
    return this.journal().length;
  }

  /** The whole lines of its journal. */
  journal(): string[] {
    return readFileSync(journalFile(this.folder), 'utf8').split('\n').slice(0, -1);
  }

  /** What the attempts wrote to the file `name`, a line each, sorted. */
  lines(name: string): string[] {
    return readFileSync(join(this.root, name), 'utf8').trimEnd().split('\n').sort();
  }

  /** The log of each attempt by its name. */
  logs(): Record<string, string> {
    const folder = tasksFolder(this.folder);
    const names = readdirSync(folder).filter(name => name.endsWith('.log'));
    return Object.fromEntries(names.sort().map(name => [name, readFileSync(join(folder, name), 'utf8')]));
  }

  survivors(): string[] {
    return survivors(this.root);
  }

  [Symbol.dispose](): void {
    endSurvivors(this.root);
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

function startRunner(mortal: Mortal): Promise<RunnerEnd> {
  const child = spawn(process.execPath, [runnerProgram, JSON.stringify(mortal)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`The runner did not end within ${longestLifeMs / 1000} s: ${JSON.stringify(mortal.does)}\n${err}`),
      );
    }, longestLifeMs);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, out, err });
    });
  });
}

/** Far more than any of these runs takes on a busy machine. */
const longestLifeMs = 120_000;
