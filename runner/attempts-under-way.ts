import { isDeepStrictEqual } from 'node:util';
import type { Json, Task } from '../pipeline/pipeline.ts';
import { appendMessage } from './append-message.ts';
import { remainingMs } from './clock.ts';
import { collectOutputs } from './collect-outputs.ts';
import type { AttemptPlace, Outcome, Usage } from './event.ts';
import type { Expected } from './expected-outputs.ts';
import type { Exit, RunningAttempt } from './processes/processes.ts';
import type { RunTools } from './run-tools.ts';
import type { Grant } from './scheduler/admission.ts';
import { keptOutputs, maskWritten } from './secrets/kept-outputs.ts';
import type { SecretValues } from './secrets/secret-values.ts';

/** What came of an attempt. */
export interface EndedAttempt {
  readonly task: Task;
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly outputs?: Readonly<Record<string, Json>>;
  readonly usage?: Usage;
  /** The run's folder takes no more: the disk is full, or it refuses. */
  readonly isUnwritable?: 'full' | 'refused';
  /** It failed, and there was no room left for its output. */
  readonly isDiskFull?: boolean;
}

/** An attempt of which it is known where it runs. */
export interface PlacedAttempt {
  readonly task: Task;
  readonly attempt: number;
  readonly place: AttemptPlace;
}

/** An attempt to keep an eye on. */
export interface Attempt {
  readonly task: Task;
  readonly attempt: number;
  readonly expected: Expected;
  readonly startedAt: number;
}

/** The attempts that run now: starts them, times them out, stops them, and says what came of each. */
export class AttemptsUnderWay {
  readonly #tools: Pick<RunTools, 'prepare' | 'processes' | 'clock' | 'cache' | 'state' | 'secrets'>;
  readonly #ended: (ended: EndedAttempt) => void;
  readonly #heard: (news: EndedAttempt | PlacedAttempt) => void;
  readonly #failed: (error: unknown) => void;
  readonly #running = new Map<string, UnderWay>();
  #isKilling = false;
  #isStopping = false;

  constructor(
    tools: Pick<RunTools, 'prepare' | 'processes' | 'clock' | 'cache' | 'state' | 'secrets'>,
    heard: (news: EndedAttempt | PlacedAttempt) => void,
    failed: (error: unknown) => void,
  ) {
    this.#tools = tools;
    this.#heard = heard;
    this.#ended = result => heard({ ...result, outcome: withoutSecrets(result.outcome, tools.secrets) });
    this.#failed = failed;
  }

  get count(): number {
    return this.#running.size;
  }

  /** Throws, and nothing runs, when the run's folder cannot be written. */
  start(task: Task, attempt: number, grant: Grant): void {
    const { prepare, processes, clock } = this.#tools;
    const prepared = prepare(task, attempt, grant);
    if ('error' in prepared) {
      this.#ended({ task, attempt, outcome: { kind: 'error', message: prepared.error } });
      return;
    }
    const { command, expected } = prepared;
    this.adopt({ task, attempt, expected, startedAt: clock.now() }, (ended, placed) =>
      processes.start(command.place ? { ...command, placed } : command, ended),
    );
  }

  /** Keeps an eye on what `watch` runs, or finds running; it calls `ended` once, never before it has returned. */
  adopt(attempt: Attempt, watch: Watch): void {
    const { clock } = this.#tools;
    const { task, startedAt } = attempt;
    const underWay: UnderWay = { task, cancelTimer: () => {} };
    underWay.process = watch(
      (exit, usage) => {
        underWay.cancelTimer();
        underWay.isOver = true;
        delete underWay.process;
        const result = resultOf(exit, underWay.cause, attempt.expected, this.#tools.secrets);
        maskWritten(attempt.expected.path, this.#tools.secrets);
        this.#exited(attempt, usage ? { ...result, usage } : result);
      },
      place => {
        if (!underWay.isOver) this.#hearPlace(attempt, place);
      },
    );
    this.#running.set(task.name, underWay);
    if (this.#isStopping) this.#stop(underWay, { kind: 'cancelled' });
    const { timeoutMs } = task;
    if (timeoutMs === undefined) return;
    const timeOut = () => this.#stop(underWay, { kind: 'timeout', afterMs: timeoutMs });
    underWay.cancelTimer = clock.after(remainingMs(startedAt, timeoutMs, clock), timeOut);
  }

  /** Stops what runs of a task. */
  stop(task: Task): void {
    const underWay = this.#running.get(task.name);
    if (underWay) this.#stop(underWay, { kind: 'cancelled' });
  }

  /** Stops what runs, and what turns out to have begun before. */
  stopAll(): void {
    this.#isStopping = true;
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

  /** Whoever resumes the run hears again what the journal knows. */
  #hearPlace({ task, attempt }: Attempt, place: AttemptPlace): void {
    const known = this.#tools.state.tasks.get(task.name)?.attempts[attempt - 1]?.place;
    if (!isDeepStrictEqual(known, place)) this.#heard({ task, attempt, place });
  }

  /** A success is over when the cache has it: only then may what is below change its files. */
  #exited({ task, attempt, expected }: Attempt, result: Result): void {
    const end = (note?: string) => {
      if (note !== undefined) appendMessage(expected.path, note);
      this.#running.delete(task.name);
      this.#ended({ task, attempt, ...result });
    };
    const { cache, state } = this.#tools;
    const isKept = task.cache && result.outcome.kind === 'success';
    const published = isKept ? cache?.publish(task, result.outputs, state.started.runId) : undefined;
    if (published instanceof Promise) published.then(end, this.#failed);
    else end(published);
  }
}

/** A message may name what the file says. */
function withoutSecrets(outcome: Outcome, secrets: SecretValues | undefined): Outcome {
  if (outcome.kind !== 'error' || !secrets || secrets.isEmpty) return outcome;
  return { kind: 'error', message: secrets.masked(outcome.message) };
}

type Result = Omit<EndedAttempt, 'task' | 'attempt'>;

function resultOf(
  exit: Exit,
  cause: Outcome | undefined,
  expected: Expected,
  secrets: SecretValues | undefined,
): Result {
  if (cause) return { outcome: cause };
  if (exit.kind === 'unwritable')
    return { outcome: { kind: 'error', message: exit.message }, isUnwritable: exit.isFull ? 'full' : 'refused' };
  if (exit.kind === 'error' && exit.isDiskFull)
    return { outcome: { kind: 'error', message: exit.message }, isDiskFull: true };
  if (exit.kind !== 'exit' || exit.code !== 0) return { outcome: exit };
  const { outputs, path, base } = expected;
  const collected = keptOutputs(collectOutputs(outputs, path, base), expected, secrets);
  if ('error' in collected) {
    appendMessage(path, collected.error);
    return { outcome: { kind: 'error', message: collected.error } };
  }
  const hasOutputs = Object.keys(collected.outputs).length > 0;
  return { outcome: { kind: 'success' }, ...(hasOutputs && { outputs: collected.outputs }) };
}

/** Watches an attempt: `ended` is called once, never before this has returned, `placed` as often as there is something new. */
type Watch = (ended: (exit: Exit, usage?: Usage) => void, placed: (place: AttemptPlace) => void) => RunningAttempt;

interface UnderWay {
  readonly task: Task;
  isOver?: true;
  process?: RunningAttempt;
  cause?: Outcome;
  cancelTimer: () => void;
}
