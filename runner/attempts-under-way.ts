import type { Json, Task } from '../pipeline/pipeline.ts';
import { appendMessage } from './append-message.ts';
import type { Clock } from './clock.ts';
import { collectOutputs } from './collect-outputs.ts';
import type { Outcome } from './event.ts';
import type { Prepared } from './prepare-attempt.ts';
import type { Exit, Processes, RunningAttempt } from './processes/processes.ts';

/** What came of an attempt. */
export interface EndedAttempt {
  readonly task: Task;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly outputs?: Readonly<Record<string, Json>>;
  /** The run's folder takes no more. */
  readonly isUnwritable?: true;
}

/** The attempts that run now: starts them, times them out, stops them, and says what came of each. */
export class AttemptsUnderWay {
  readonly #processes: Processes;
  readonly #clock: Clock;
  /** What the paths of outputs are relative to. */
  readonly #base: string;
  readonly #ended: (ended: EndedAttempt) => void;
  readonly #running = new Map<string, UnderWay>();
  #isKilling = false;

  constructor(processes: Processes, clock: Clock, base: string, ended: (ended: EndedAttempt) => void) {
    this.#processes = processes;
    this.#clock = clock;
    this.#base = base;
    this.#ended = ended;
  }

  get count(): number {
    return this.#running.size;
  }

  /** Throws, and nothing runs, when the run's folder cannot be written. */
  start(task: Task, attempt: number, prepared: Extract<Prepared, { command: unknown }>): void {
    const underWay: UnderWay = { task, cancelTimer: () => {} };
    underWay.process = this.#processes.start(prepared.command, exit => {
      underWay.cancelTimer();
      this.#running.delete(task.name);
      this.#ended({ task, attempt, ...this.#result(exit, underWay.cause, prepared) });
    });
    this.#running.set(task.name, underWay);
    const { timeoutMs } = task;
    if (timeoutMs === undefined) return;
    const timeOut = () => this.#stop(underWay, { kind: 'timeout', afterMs: timeoutMs });
    underWay.cancelTimer = this.#clock.after(timeoutMs, timeOut);
  }

  /** Stops what runs of a task. */
  stop(task: Task): void {
    const underWay = this.#running.get(task.name);
    if (underWay) this.#stop(underWay, { kind: 'cancelled' });
  }

  stopAll(): void {
    for (const underWay of this.#running.values()) this.#stop(underWay, { kind: 'cancelled' });
  }

  /** Stops everything, and whatever is stopped later, without grace. */
  kill(): void {
    this.#isKilling = true;
    this.stopAll();
  }

  /** The first cause of a stop is what the attempt ends with. */
  #stop(underWay: UnderWay, cause: Outcome): void {
    underWay.cause ??= cause;
    underWay.process?.stop(this.#isKilling ? 0 : underWay.task.gracePeriodMs);
  }

  #result(
    exit: Exit,
    cause: Outcome | undefined,
    { command, outputs }: Extract<Prepared, { command: unknown }>,
  ): Omit<EndedAttempt, 'task' | 'attempt'> {
    if (cause) return { outcome: cause };
    if (exit.kind === 'unwritable') return { outcome: { kind: 'error', message: exit.message }, isUnwritable: true };
    if (exit.kind !== 'exit' || exit.code !== 0) return { outcome: exit };
    const collected = collectOutputs(outputs, command.path, this.#base);
    if ('error' in collected) {
      appendMessage(command.path, collected.error);
      return { outcome: { kind: 'error', message: collected.error } };
    }
    const hasOutputs = Object.keys(collected.outputs).length > 0;
    return { outcome: { kind: 'success' }, ...(hasOutputs && { outputs: collected.outputs }) };
  }
}

interface UnderWay {
  readonly task: Task;
  process?: RunningAttempt;
  cause?: Outcome;
  cancelTimer: () => void;
}
