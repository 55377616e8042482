import type { Pipeline, Task } from '../../../pipeline/pipeline.ts';
import { type DecisionFacts, eventOf } from '../../../runner/decision-event.ts';
import type { Outcome, RunEvent } from '../../../runner/event.ts';
import { applyEvent, initialState, isEnd, type RunState } from '../../../runner/run-state.ts';
import type { Decision } from '../../../runner/scheduler/decision.ts';
import { Scheduler } from '../../../runner/scheduler/scheduler.ts';
import type { SchedulerOptions } from '../../../runner/scheduler/scheduler-options.ts';

/** A run without processes: time stands still until it is told to go on. */
export class Simulation {
  readonly events: RunEvent[] = [];
  readonly state: RunState;
  readonly scheduler: Scheduler;
  readonly running = new Map<string, { readonly task: Task; readonly attempt: number }>();
  readonly stopped: string[] = [];
  readonly delays: number[] = [];
  readonly waiting = new Map<string, Task>();
  readonly lookedUp = new Map<string, Task>();
  readonly #facts: DecisionFacts;
  mostRunning = 0;

  /** `past`: what the journal holds of a run whose runner is gone; it goes on from there. */
  constructor(
    pipeline: Pipeline,
    options: Partial<SchedulerOptions> = {},
    open: DecisionFacts['open'] = () => ({}),
    past: readonly RunEvent[] = [],
  ) {
    this.#facts = { open, outputsOf: () => ({ outputs: {} }), takenOver: () => ({ run: 'r0' }) };
    const started = {
      type: 'run_started',
      at: 0,
      version: 1,
      runId: 'r',
      name: 'p',
      pipeline,
      file: '/p',
      fileHash: '',
      params: {},
      maxParallel: options.maxParallel ?? 4,
      failFast: options.failFast ?? false,
      host: 'h',
      pid: 1,
      versions: { dagwright: '0', node: '0' },
    } as const;
    this.state = initialState(started);
    this.scheduler = new Scheduler(pipeline, {
      maxParallel: 4,
      failFast: false,
      condition: () => ({ holds: true }),
      random: () => 0,
      ...options,
    });
    for (const event of past.length > 0 ? past : [started]) this.#tell(event);
    this.#takeUp();
    this.#decide();
  }

  /** Ends the running attempt of a task. */
  end(name: string, outcome: Outcome = { kind: 'success' }): void {
    const running = this.running.get(name);
    if (!running) throw new Error(`${name} does not run`);
    this.running.delete(name);
    const delay = this.scheduler.retryDelay(running.task, running.attempt, outcome);
    if (delay !== undefined) {
      this.delays.push(delay);
      this.waiting.set(name, running.task);
    }
    const retry = delay !== undefined && { retryAt: delay };
    this.#tell({ type: 'attempt_ended', at: 0, task: name, attempt: running.attempt, outcome, ...retry });
    this.#decide();
  }

  /** Lets the time come for which a task waits. */
  retryNow(name: string): void {
    const task = this.waiting.get(name);
    if (!task) throw new Error(`${name} does not wait`);
    this.waiting.delete(name);
    this.scheduler.retryDue(task);
    this.#decide();
  }

  /** Answers the look-up of a task. */
  answer(name: string, isHit: boolean): void {
    const task = this.lookedUp.get(name);
    if (!task) throw new Error(`${name} is not looked up`);
    this.lookedUp.delete(name);
    const source = { kind: 'cache', run: 'r0' } as const;
    if (isHit) this.#tell({ type: 'task_ended', at: 0, task: name, status: 'success', source });
    else this.scheduler.missed(task);
    this.#decide();
  }

  cancel(by: 'user' | 'timeout' = 'user', task?: string): void {
    this.#tell({ type: 'cancel_requested', at: 0, by, ...(task !== undefined && { task }) });
    this.#decide();
  }

  /** Every task and its status, in one line. */
  statuses(): string {
    return [...this.state.tasks.values()].map(({ name, status }) => `${name}:${status}`).join(' ');
  }

  /** What was begun runs or waits still. */
  #takeUp(): void {
    for (const { name, definition: task, status, attempts } of this.state.tasks.values()) {
      if (status === 'retrying') this.waiting.set(name, task);
      if (attempts.length > 0 && attempts.at(-1)?.outcome === undefined && !isEnd(status))
        this.running.set(name, { task, attempt: attempts.length });
    }
    this.mostRunning = this.running.size;
  }

  #tell(event: RunEvent): void {
    this.events.push(event);
    applyEvent(this.state, event);
    this.scheduler.heard(event);
  }

  #decide(): void {
    for (let next = this.scheduler.next(); next; next = this.scheduler.next()) this.#do(next);
  }

  #do(decision: Decision): void {
    if (decision.kind === 'stop') this.stopped.push(decision.task.name);
    if (decision.kind === 'look_up') this.lookedUp.set(decision.task.name, decision.task);
    if (decision.kind === 'finish') this.#tell({ type: 'run_ended', at: 0, status: decision.status });
    if (decision.kind === 'end') {
      this.waiting.delete(decision.task.name);
      this.lookedUp.delete(decision.task.name);
    }
    if (decision.kind === 'start') {
      this.running.set(decision.task.name, decision);
      this.mostRunning = Math.max(this.mostRunning, this.running.size);
    }
    const event = eventOf(decision, 0, this.#facts);
    if (event) this.#tell(event);
  }
}
