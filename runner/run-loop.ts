import type { Task } from '../pipeline/pipeline.ts';
import { AttemptsAhead, type News } from './attempts-ahead.ts';
import { AttemptsUnderWay, type EndedAttempt } from './attempts-under-way.ts';
import { brokenOffText, endsOf } from './broken-off.ts';
import { eventOf } from './decision-event.ts';
import type { RunEvent } from './event.ts';
import { EventRecord } from './event-record.ts';
import { runFolder } from './layout.ts';
import { type LookedUp, withMiss } from './look-ups.ts';
import { attemptEvent, cancelEvent, hitEvent, placeEvent, startEvent } from './news-event.ts';
import { canCancel, type RunState } from './run-state.ts';
import type { Continuation, RunTools } from './run-tools.ts';
import type { Grant } from './scheduler/admission.ts';
import type { Decision } from './scheduler/decision.ts';
import { isFull, systemText } from './system-text.ts';
import { Turns } from './turns.ts';
import { Waiting } from './waiting.ts';

/**
 * Carries a run out: hears what has ended, asks the scheduler, writes the journal, and only then does what it has
 * written. All that happens at about one time is one turn, and one write.
 */
export class RunLoop {
  readonly #tools: RunTools;
  readonly #attempts: AttemptsUnderWay;
  readonly #waiting: Waiting;
  readonly #record: EventRecord;
  readonly #ahead: AttemptsAhead;
  readonly #news: News[] = [];
  readonly #turns = new Turns(() => this.#takeTurn());
  #isFinishing = false;
  /** Why the run cannot go on, in words for the user. */
  #broken: string | undefined;
  #timeoutMessage: string | undefined;
  #resolve: (state: RunState) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(tools: RunTools) {
    this.#tools = tools;
    const failed = (error: unknown) => this.#giveUp(error);
    this.#record = new EventRecord(tools, failed);
    this.#attempts = new AttemptsUnderWay(tools, news => this.#hear(news), failed);
    this.#ahead = new AttemptsAhead(tools, this.#attempts, begun => this.#hear(begun));
    this.#waiting = new Waiting(tools, {
      answered: answer => this.#hear(answer),
      retryDue: () => this.#turns.soon(),
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
      else this.#add(this.#tools.state.started);
      this.#takeTurn();
    });
  }

  /** Cancels the run, or one task of it that has not ended; of a group, all that is in it. */
  cancel(by: 'user' | 'timeout', task?: string): void {
    if (this.#broken !== undefined) this.#attempts.stopAll();
    this.#ahead.whenAllBack(() => {
      if (this.#isFinishing || this.#broken !== undefined || !canCancel(this.#tools.state, task)) return;
      this.#add(cancelEvent(by, task, this.#now()));
      if (task === undefined) this.#tools.cache?.cancel();
      this.#turns.soon();
    });
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
    this.#ahead.takeAllBack();
    if (!letsEnd) this.#attempts.stopAll();
    this.#turns.soon();
  }

  /** Ends the run when its folder is no longer there: nobody would see what it writes. */
  checkFolder(): void {
    if (this.#tools.journal.isReachable()) return;
    this.breakOff(`The run cannot go on, its folder was deleted: ${runFolder('', this.#tools.state.started.runId)}`);
  }

  /** Takes up what was under way; what the journal only announced is begun. */
  #continueWith({ resumed, adopted, pausedSince }: Continuation): void {
    if (resumed) this.#add(resumed);
    if (!this.#write()) return;
    for (const { task, attempt, watch, expected } of adopted) {
      const begun = this.#tools.state.tasks.get(task.name)?.attempts[attempt - 1];
      if (watch) this.#attempts.adopt({ task, attempt, expected, startedAt: begun?.startedAt ?? this.#now() }, watch);
      else this.#start(task, attempt, begun?.gpus ? { gpus: begun.gpus } : {});
    }
    this.#waiting.restore(pausedSince);
  }

  #hear(news: News): void {
    this.#news.push(news);
    this.#turns.soon();
  }

  #takeTurn(): void {
    try {
      for (const news of this.#news.splice(0)) this.#learn(news);
      this.#ahead.lookAgain();
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
    this.#ahead.takeAllBack();
    this.#attempts.kill();
    this.#tools.processes.hurry();
    this.#tools.processes.close().finally(() => this.#reject(error));
  }

  #learn(news: News): void {
    if ('outcome' in news) this.#hearEnd(news);
    else if ('found' in news) this.#hearAnswer(news);
    else if ('place' in news) this.#add(placeEvent(news, this.#now()));
    else this.#add(startEvent(news.task, news.attempt, this.#now()));
  }

  #hearEnd(ended: EndedAttempt): void {
    const { task, attempt, outcome, isUnwritable } = ended;
    if (outcome.kind === 'error') this.checkFolder();
    if (isUnwritable && outcome.kind === 'error') this.#breakOffBy(outcome.message, isUnwritable === 'full');
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
      if (next.kind === 'start' && !this.#ahead.takeBack(next.task)) continue;
      const event = eventOf(next, this.#now(), facts);
      if (next.kind === 'end') this.#waiting.forget(next.task.name);
      if (event) this.#add(withMiss(event, this.#waiting.missed));
      if (!event || next.kind === 'start') actions.push(next);
    }
    if (!this.#write()) return;
    for (const action of actions) this.#act(action);
    if (this.#broken === undefined) this.#orBreakOff(() => this.#ahead.tell());
  }

  #act(decision: Decision): void {
    if (decision.kind === 'start' && this.#broken === undefined) this.#start(decision.task, decision.attempt, decision);
    else if (decision.kind === 'look_up') this.#waiting.lookUp(decision.task);
    else if (decision.kind === 'stop') this.#attempts.stop(decision.task);
    else if (decision.kind === 'finish') this.#finish(decision.status);
  }

  #start(task: Task, attempt: number, grant: Grant): void {
    const fault = this.#orBreakOff(() => this.#attempts.start(task, attempt, grant));
    if (fault) this.#hear({ task, attempt, outcome: { kind: 'error', message: systemText(fault.error) } });
  }

  /** What the run's folder does not take breaks off the run. */
  #orBreakOff(action: () => void): { readonly error: unknown } | undefined {
    try {
      return void action();
    } catch (error) {
      this.#breakOffBy(`its folder cannot be written: ${systemText(error)}`, isFull(error));
      return { error };
    }
  }

  #finish(status: 'success' | 'failed' | 'cancelled'): void {
    if (this.#isFinishing) return;
    this.#isFinishing = true;
    Promise.all([this.#tools.processes.close(), this.#tools.cache?.close()]).then(() => {
      this.checkFolder();
      this.#addEnds(status);
      const error = this.#record.writeEnd();
      if (error) {
        this.#breakOffUnwritten(error);
        this.#addEnds(status);
        this.#record.write();
      }
      this.#resolve(this.#tools.state);
    }, this.#reject);
  }

  #addEnds(status: 'success' | 'failed' | 'cancelled'): void {
    for (const end of endsOf(this.#tools, status, this.#now(), this.#broken, this.#timeoutMessage)) this.#add(end);
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
    this.breakOff(brokenOffText(why, isDiskFull, this.#tools.state.started.runId), isDiskFull);
  }

  #now(): number {
    return this.#tools.clock.now();
  }
}
