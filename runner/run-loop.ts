import type { Task } from '../pipeline/pipeline.ts';
import { AttemptsUnderWay, type EndedAttempt } from './attempts-under-way.ts';
import { brokenEnds, brokenOffText } from './broken-off.ts';
import { eventOf } from './decision-event.ts';
import type { RunEvent } from './event.ts';
import { EventRecord } from './event-record.ts';
import { runFolder } from './layout.ts';
import { type LookedUp, withMiss } from './look-ups.ts';
import { attemptEvent, cancelEvent, endEvent, hitEvent } from './news-event.ts';
import { isEnd, type RunState } from './run-state.ts';
import type { Continuation, RunTools } from './run-tools.ts';
import type { Grant } from './scheduler/admission.ts';
import type { Decision } from './scheduler/decision.ts';
import { isFull, systemText } from './system-text.ts';
import { Waiting } from './waiting.ts';

/**
 * Carries a run out: hears what has ended, asks the scheduler, writes the journal, and only then does what it has
 * written. All that happens at about one time is one turn, and one write.
 */
export class RunLoop {
  readonly #tools: RunTools;
  readonly #state: RunState;
  readonly #attempts: AttemptsUnderWay;
  readonly #waiting: Waiting;
  readonly #record: EventRecord;
  readonly #ended: EndedAttempt[] = [];
  readonly #answers: LookedUp[] = [];
  #turn: NodeJS.Immediate | undefined;
  #isFinishing = false;
  /** Why the run cannot go on, in words for the user. */
  #broken: string | undefined;
  #timeoutMessage: string | undefined;
  #resolve: (state: RunState) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(tools: RunTools) {
    const { state, scheduler } = tools;
    this.#tools = tools;
    this.#state = state;
    const failed = (error: unknown) => this.#giveUp(error);
    this.#record = new EventRecord(tools, failed);
    this.#attempts = new AttemptsUnderWay(tools, ended => this.#hear(this.#ended, ended), failed);
    this.#waiting = new Waiting(tools, {
      answered: answer => this.#hear(this.#answers, answer),
      retryDue: task => {
        scheduler.retryDue(task);
        this.#wake();
      },
      groupTimedOut: group => this.cancel('timeout', group),
      failed,
    });
  }

  /** Runs to the end, from the beginning or from where another runner left off. Rejects only when we erred. */
  run(continuation?: Continuation): Promise<RunState> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (continuation) this.#continueWith(continuation);
      else this.#add(this.#state.started);
      this.#takeTurn();
    });
  }

  /** Cancels the run, or one task of it that has not ended; of a group, all that is in it. */
  cancel(by: 'user' | 'timeout', task?: string): void {
    if (this.#broken !== undefined) this.#attempts.stopAll();
    if (this.#isFinishing || this.#broken !== undefined) return;
    if (task !== undefined) {
      const known = this.#state.tasks.get(task);
      if (!known || isEnd(known.status)) return;
    } else if (this.#state.cancelRequested) return;
    this.#add(cancelEvent(by, task, this.#now()));
    if (task === undefined) this.#tools.cache?.cancel();
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

  /** Ends the run because it cannot go on: nothing more is written or started, and what runs is stopped in order, or `letsEnd` by itself. */
  breakOff(message: string, letsEnd = false): void {
    this.#broken ??= message;
    this.#record.close();
    this.#waiting.close();
    if (!letsEnd) this.#attempts.stopAll();
    this.#wake();
  }

  /** Ends the run when its folder is no longer there: nobody would see what it writes. */
  checkFolder(): void {
    if (this.#tools.journal.isReachable()) return;
    this.breakOff(`The run cannot go on, its folder was deleted: ${runFolder('', this.#state.started.runId)}`);
  }

  /** Takes up what was under way; what the journal only announced is begun. */
  #continueWith({ resumed, adopted, pausedSince }: Continuation): void {
    if (resumed) this.#add(resumed);
    if (!this.#write()) return;
    for (const { task, attempt, watch, expected } of adopted) {
      const begun = this.#state.tasks.get(task.name)?.attempts[attempt - 1];
      if (watch) this.#attempts.adopt({ task, attempt, expected, startedAt: begun?.startedAt ?? this.#now() }, watch);
      else this.#start(task, attempt, begun?.gpus ? { gpus: begun.gpus } : {});
    }
    this.#waiting.restore(pausedSince);
  }

  #hear<T>(heard: T[], news: T): void {
    heard.push(news);
    this.#wake();
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
      for (const answer of this.#answers.splice(0)) this.#hearAnswer(answer);
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
    this.#waiting.close();
    this.#attempts.kill();
    this.#tools.processes.hurry();
    this.#tools.processes.close().finally(() => this.#reject(error));
  }

  #hearEnd(ended: EndedAttempt): void {
    const { task, attempt, outcome } = ended;
    if (outcome.kind === 'error') this.checkFolder();
    if (ended.isUnwritable && outcome.kind === 'error')
      this.#breakOffBy(outcome.message, ended.isUnwritable === 'full');
    const delay = this.#broken === undefined ? this.#tools.scheduler.retryDelay(task, attempt, outcome) : undefined;
    this.#add(attemptEvent(ended, this.#now(), delay));
    if (delay !== undefined) this.#waiting.retryAfter(task, delay);
    if (ended.isDiskFull && this.#write()) this.#breakOffBy('the disk that holds its folder is full', true);
  }

  /** An answer that nobody waits for any more changes nothing. */
  #hearAnswer({ task, found }: LookedUp): void {
    if (this.#broken !== undefined || !this.#tools.scheduler.isLookedUp(task)) return;
    if (found.kind === 'miss') this.#tools.scheduler.missed(task);
    else this.#add(hitEvent(task, found, this.#now()));
  }

  /** Asks the scheduler until it waits, writes what it said, then does it. */
  #decide(): void {
    const actions: Decision[] = [];
    const { scheduler, facts } = this.#tools;
    for (let next = scheduler.next(); next; next = scheduler.next()) {
      const event = eventOf(next, this.#now(), facts);
      if (next.kind === 'end') this.#waiting.forget(next.task.name);
      if (event) this.#add(withMiss(event, this.#waiting.missed));
      if (!event || next.kind === 'start') actions.push(next);
    }
    if (!this.#write()) return;
    for (const action of actions) this.#act(action);
  }

  #act(decision: Decision): void {
    if (decision.kind === 'start' && this.#broken === undefined) this.#start(decision.task, decision.attempt, decision);
    else if (decision.kind === 'look_up') this.#waiting.lookUp(decision.task);
    else if (decision.kind === 'stop') this.#attempts.stop(decision.task);
    else if (decision.kind === 'finish') this.#finish(decision.status);
  }

  /** What the run's folder does not take breaks off the run. */
  #start(task: Task, attempt: number, grant: Grant): void {
    try {
      this.#attempts.start(task, attempt, grant);
    } catch (error) {
      this.#hear(this.#ended, { task, attempt, outcome: { kind: 'error', message: systemText(error) } });
      this.#breakOffBy(`its folder cannot be written: ${systemText(error)}`, isFull(error));
    }
  }

  #finish(status: 'success' | 'failed' | 'cancelled'): void {
    if (this.#isFinishing) return;
    this.#isFinishing = true;
    const { processes, cache } = this.#tools;
    Promise.all([processes.close(), cache?.close()]).then(() => {
      this.checkFolder();
      this.#addEnds(status);
      const error = this.#record.writeEnd();
      if (error) {
        this.#breakOffUnwritten(error);
        this.#addEnds(status);
        this.#record.write();
      }
      this.#resolve(this.#state);
    }, this.#reject);
  }

  #addEnds(status: 'success' | 'failed' | 'cancelled'): void {
    const [broken, at] = [this.#broken, this.#now()];
    const end = () => endEvent(this.#state, status, at, this.#timeoutMessage);
    for (const each of broken === undefined ? [end()] : brokenEnds(this.#tools, at, broken)) this.#add(each);
  }

  #add(event: RunEvent): void {
    this.#record.add(event);
    if (event.type === 'group_opened') this.#waiting.groupOpened(event.task, event.at);
  }

  /** False when the run had to be broken off. */
  #write(): boolean {
    const error = this.#record.write();
    if (error) this.#breakOffUnwritten(error);
    return this.#broken === undefined;
  }

  #breakOffUnwritten(error: Error): void {
    this.#breakOffBy(`its journal cannot be written: ${systemText(error)}`, isFull(error));
  }

  #breakOffBy(why: string, isDiskFull: boolean): void {
    this.breakOff(brokenOffText(why, isDiskFull, this.#state.started.runId), isDiskFull);
  }

  #now(): number {
    return this.#tools.clock.now();
  }
}
