import type { Pipeline, Task } from '../../../pipeline/pipeline.ts';
import type { Outcome, RunEvent } from '../../../runner/event.ts';
import { applyEvent, initialState, type RunState } from '../../../runner/run-state.ts';
import { type Decision, Scheduler, type SchedulerOptions } from '../../../runner/scheduler/scheduler.ts';

/** A run without processes: time stands still until it is told to go on. */
export class Simulation {
  readonly events: RunEvent[] = [];
  readonly state: RunState;
  readonly scheduler: Scheduler;
  readonly running = new Map<string, { readonly task: Task; readonly attempt: number }>();
  readonly stopped: string[] = [];
  readonly delays: number[] = [];
  readonly waiting = new Map<string, Task>();
  mostRunning = 0;

  constructor(pipeline: Pipeline, options: Partial<SchedulerOptions> = {}) {
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
    this.#tell(started);
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

  cancel(by: 'user' | 'timeout' = 'user', task?: string): void {
    this.#tell({ type: 'cancel_requested', at: 0, by, ...(task !== undefined && { task }) });
    this.#decide();
  }

  /** Every task and its status, in one line. */
  statuses(): string {
    return [...this.state.tasks.values()].map(({ name, status }) => `${name}:${status}`).join(' ');
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
    switch (decision.kind) {
      case 'queue':
        this.#tell({ type: 'task_queued', at: 0, task: decision.task.name });
        return;
      case 'start':
        this.running.set(decision.task.name, decision);
        this.mostRunning = Math.max(this.mostRunning, this.running.size);
        this.#tell({ type: 'attempt_started', at: 0, task: decision.task.name, attempt: decision.attempt });
        return;
      case 'end': {
        const { task, status, reason } = decision;
        this.waiting.delete(task.name);
        this.#tell({ type: 'task_ended', at: 0, task: task.name, status, ...(reason && { reason }) });
        return;
      }
      case 'cancel':
        this.#tell({ type: 'cancel_requested', at: 0, by: decision.by });
        return;
      case 'stop':
        this.stopped.push(decision.task.name);
        return;
      case 'finish':
        this.#tell({ type: 'run_ended', at: 0, status: decision.status });
        return;
      default:
        decision satisfies never;
    }
  }
}
