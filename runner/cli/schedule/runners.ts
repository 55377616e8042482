import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunOrder } from './run-order.ts';

/** What becomes of an ordered run. Each run has one `over`, whatever it said before. */
export interface RunnerEars {
  readonly begun: (runId: string, notes: readonly string[]) => void;
  /** Its process is gone. `message`: why it could not begin. */
  readonly over: (runId: string, message: string | undefined) => void;
}

/** So many runners may be on their way to their first line at the same time. */
const startingAtMost = 8;

/**
 * The processes that carry runs out, each in a session of its own, so that nothing takes them along. One may be made
 * ready beforehand, for a process takes a tenth of a second to come up.
 */
export class Runners {
  readonly #program: string;
  readonly #ears: RunnerEars;
  readonly #runsAtMost: number;
  readonly #orders: RunOrder[] = [];
  #ready: ChildProcess | undefined;
  #starting = 0;
  #going = 0;

  constructor(program: string, runsAtMost: number, ears: RunnerEars) {
    this.#program = fileURLToPath(program);
    this.#runsAtMost = runsAtMost;
    this.#ears = ears;
  }

  /** Makes a process ready for a run that is expected, most likely one of `file`. */
  prepare(file: string): void {
    if (this.#ready || this.#going >= this.#runsAtMost) return;
    const child = this.#spawn(file);
    this.#ready = child;
    child.once('exit', () => {
      if (this.#ready === child) this.#ready = undefined;
    });
  }

  /** Carries out a run as soon as there is room for it. */
  start(order: RunOrder): void {
    this.#orders.push(order);
    this.#next();
  }

  /** Runs that are ordered and have no process yet are forgotten; those that go on, go on. */
  letGo(): void {
    this.#orders.length = 0;
    this.#ready?.disconnect();
    this.#ready = undefined;
  }

  #next(): void {
    while (this.#starting < startingAtMost && this.#going < this.#runsAtMost) {
      const order = this.#orders.shift();
      if (!order) return;
      const child = this.#ready ?? this.#spawn(order.file);
      this.#ready = undefined;
      this.#carryOut(child, order);
    }
  }

  #carryOut(child: ChildProcess, order: RunOrder): void {
    let refused: string | undefined;
    let errors = '';
    let isStarting = true;
    let isGone = false;
    this.#starting++;
    this.#going++;
    const started = () => {
      if (!isStarting) return;
      isStarting = false;
      this.#starting--;
      this.#next();
    };
    child.stderr?.setEncoding('utf8').on('data', text => {
      errors = (errors + text).slice(-2000);
    });
    child.on('message', value => {
      refused ??= textOf(value, 'refused');
      if (textOf(value, 'runId') === undefined) return;
      this.#ears.begun(order.runId, notesOf(value));
      child.stderr?.destroy();
      if (child.connected) child.disconnect();
      started();
      // What it said may come later than the news that it is gone.
      if (isGone) over();
    });
    child.once('error', error => {
      refused ??= `The runner cannot be started: ${error.message}.`;
    });
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      this.#going--;
      this.#ears.over(order.runId, (refused ?? (errors.trim() || undefined))?.split('\n')[0]);
      started();
      this.#next();
    };
    // Of a run that began, the end of its process is enough; before that, its last words are waited for.
    child.once('exit', () => {
      isGone = true;
      if (!isStarting) over();
    });
    child.once('close', over);
    if (child.pid === undefined) setImmediate(over);
    else child.send({ ...order }, () => undefined);
  }

  #spawn(file: string): ChildProcess {
    const child = spawn(process.execPath, [...process.execArgv, this.#program, 'run-ordered', file], {
      ...{ detached: true, windowsHide: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
    });
    child.on('error', () => undefined);
    child.unref();
    return child;
  }
}

function textOf(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found : undefined;
}

function notesOf(value: unknown): readonly string[] {
  const notes: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'notes') : undefined;
  return Array.isArray(notes) ? notes.map(String) : [];
}
