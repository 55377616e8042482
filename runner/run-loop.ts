import type { Task } from '../pipeline/pipeline.ts';
import { AttemptsUnderWay, type EndedAttempt } from './attempts-under-way.ts';
import type { Clock } from './clock.ts';
import { eventOf } from './decision-event.ts';
import type { RunEvent } from './event.ts';
import { EventRecord } from './event-record.ts';
import type { Journal } from './journal.ts';
import { runFolder } from './layout.ts';
import type { Prepared } from './prepare-attempt.ts';
import type { Processes } from './processes/processes.ts';
import { isEnd, type RunState } from './run-state.ts';
import type { Decision, Scheduler } from './scheduler/scheduler.ts';
import { systemText } from './system-text.ts';

/** What a run is carried out with. */
export interface RunTools {
  readonly state: RunState;
  readonly scheduler: Scheduler;
  readonly journal: Pick<Journal, 'append' | 'flush' | 'sync' | 'isReachable'>;
  /** Makes an attempt ready. Throws when the run's folder cannot be written. */
  readonly prepare: (task: Task, attempt: number) => Prepared;
  /** What the paths of outputs are relative to. */
  readonly base: string;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Carries a run out: hears what has ended, asks the scheduler, writes the journal, and only then does what it has
 * written. All that happens at about one time is one turn, and one write.
 */
export class RunLoop {
  readonly #tools: RunTools;
  readonly #state: RunState;
  readonly #attempts: AttemptsUnderWay;
  readonly #record: EventRecord;
  readonly #retries = new Map<string, () => void>();
  readonly #ended: EndedAttempt[] = [];
  #turn: NodeJS.Immediate | undefined;
  #isFinishing = false;
  /** Why the run cannot go on, in words for the user. */
  #broken: string | undefined;
  #timeoutMessage: string | undefined;
  #resolve: (state: RunState) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(tools: RunTools) {
    this.#tools = tools;
    this.#state = tools.state;
    this.#record = new EventRecord(tools.state, tools.scheduler, tools.journal, tools.onEvent);
    this.#attempts = new AttemptsUnderWay(tools.processes, tools.clock, tools.base, ended => {
      this.#ended.push(ended);
      this.#wake();
    });
  }

  /** Runs to the end. Rejects only when we erred. */
  run(): Promise<RunState> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#add(this.#state.started);
      this.#takeTurn();
    });
  }

  /** Cancels the run, or one task of it that has not ended. */
  cancel(by: 'user' | 'timeout', task?: string): void {
    if (this.#isFinishing || this.#broken !== undefined) return;
    if (task !== undefined) {
      const known = this.#state.tasks.get(task);
      if (!known || isEnd(known.status)) return;
    } else if (this.#state.cancelRequested) return;
    this.#add({ type: 'cancel_requested', at: this.#now(), ...(task !== undefined && { task }), by });
    this.#wake();
  }

  /** Cancels the run because it took too long; `message` says so at its end. */
  timeOut(message: string): void {
    this.#timeoutMessage = message;
    this.cancel('timeout');
  }

  /** Cancels the run and gives nothing any grace. */
  kill(): void {
    this.cancel('user');
    this.#attempts.kill();
    this.#tools.processes.hurry();
  }

  /** Ends the run because it cannot go on: nothing more is written, and everything is stopped in order. */
  breakOff(message: string): void {
    if (this.#broken !== undefined) return;
    this.#broken = message;
    this.#record.close();
    for (const cancel of this.#retries.values()) cancel();
    this.#attempts.stopAll();
    this.#wake();
  }

  /** Ends the run when its folder is no longer there: nobody would see what it writes. */
  checkFolder(): void {
    if (this.#tools.journal.isReachable()) return;
    this.breakOff(`The run cannot go on, its folder was deleted: ${runFolder('', this.#state.started.runId)}`);
  }

  #wake(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#takeTurn();
    });
  }

  #takeTurn(): void {
    try {
      for (const ended of this.#ended.splice(0)) this.#hearEnd(ended);
      if (this.#broken === undefined) this.#decide();
      if (this.#broken === undefined) return;
      this.#write();
      if (this.#attempts.count === 0) this.#finish('failed');
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** We erred: nothing is to be left behind all the same. */
  #giveUp(error: unknown): void {
    this.#isFinishing = true;
    this.#attempts.kill();
    this.#tools.processes.hurry();
    this.#tools.processes.close().finally(() => this.#reject(error));
  }

  #hearEnd(ended: EndedAttempt): void {
    const { scheduler, clock } = this.#tools;
    const { task, attempt, outcome, outputs } = ended;
    if (outcome.kind === 'error') this.checkFolder();
    if (ended.isUnwritable && outcome.kind === 'error') this.breakOff(`The run cannot go on, ${outcome.message}.`);
    const at = clock.now();
    const delay = this.#broken === undefined ? scheduler.retryDelay(task, attempt, outcome) : undefined;
    const more = { ...(outputs && { outputs }), ...(delay !== undefined && { retryAt: at + delay }) };
    this.#add({ type: 'attempt_ended', at, task: task.name, attempt, outcome, ...more });
    if (delay !== undefined) this.#retryAfter(task, delay);
  }

  #retryAfter(task: Task, delay: number): void {
    const cancel = this.#tools.clock.after(delay, () => {
      this.#retries.delete(task.name);
      this.#tools.scheduler.retryDue(task);
      this.#wake();
    });
    this.#retries.set(task.name, cancel);
  }

  /** Asks the scheduler until it waits, writes what it said, then does it. */
  #decide(): void {
    const actions: Decision[] = [];
    const { scheduler } = this.#tools;
    for (let next = scheduler.next(); next; next = scheduler.next()) {
      const event = eventOf(next, this.#now());
      if (next.kind === 'end') this.#retries.get(next.task.name)?.();
      if (event) this.#add(event);
      if (!event || next.kind === 'start') actions.push(next);
    }
    if (!this.#write()) return;
    for (const action of actions) this.#act(action);
  }

  #act(decision: Decision): void {
    if (decision.kind === 'start' && this.#broken === undefined) this.#start(decision.task, decision.attempt);
    else if (decision.kind === 'stop') this.#attempts.stop(decision.task);
    else if (decision.kind === 'finish') this.#finish(decision.status);
  }

  #start(task: Task, attempt: number): void {
    try {
      const prepared = this.#tools.prepare(task, attempt);
      if ('command' in prepared) this.#attempts.start(task, attempt, prepared);
      else this.#endWithout(task, attempt, prepared.error);
    } catch (error) {
      this.#endWithout(task, attempt, systemText(error));
      this.breakOff(`The run cannot go on, its folder cannot be written: ${systemText(error)}`);
    }
  }

  /** An attempt that could not even begin. */
  #endWithout(task: Task, attempt: number, message: string): void {
    this.#ended.push({ task, attempt, outcome: { kind: 'error', message } });
    this.#wake();
  }

  #finish(status: 'success' | 'failed' | 'cancelled'): void {
    if (this.#isFinishing) return;
    this.#isFinishing = true;
    this.#tools.processes.close().then(() => {
      this.#endUnfinished();
      this.#addEnd(this.#broken === undefined ? status : 'failed');
      const error = this.#record.writeEnd();
      if (error) {
        this.#breakOffUnwritten(error);
        this.#addEnd('failed');
        this.#record.write();
      }
      this.#resolve(this.#state);
    }, this.#reject);
  }

  /** A run that was broken off leaves no task open to those who listen. */
  #endUnfinished(): void {
    if (this.#broken === undefined) return;
    const reason = { kind: 'error', message: this.#broken } as const;
    for (const { name, status } of this.#state.tasks.values()) {
      if (!isEnd(status)) this.#add({ type: 'task_ended', at: this.#now(), task: name, status: 'cancelled', reason });
    }
  }

  #addEnd(status: 'success' | 'failed' | 'cancelled'): void {
    const message = this.#broken ?? this.#timeoutMessage;
    this.#add({ type: 'run_ended', at: this.#now(), status, ...(message !== undefined && { message }) });
  }

  #add(event: RunEvent): void {
    this.#record.add(event);
  }

  /** False when the run had to be broken off. */
  #write(): boolean {
    const error = this.#record.write();
    if (error) this.#breakOffUnwritten(error);
    return this.#broken === undefined;
  }

  #breakOffUnwritten(error: Error): void {
    this.breakOff(`The run cannot go on, its journal cannot be written: ${systemText(error)}`);
  }

  #now(): number {
    return this.#tools.clock.now();
  }
}
