import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import type { EndStatus, Outcome, Reason, RunEvent } from '../event.ts';
import { ReadyQueue } from './ready-queue.ts';
import { retryDelay } from './retry.ts';
import { type Canceller, counterOf, isDone, type TaskNode, taskNodes } from './task-node.ts';
import { verdict } from './trigger-rule.ts';

/** What the run shall do next. Each but `stop` becomes true only when the scheduler hears the event of it. */
export type Decision =
  | { readonly kind: 'queue'; readonly task: Task }
  | { readonly kind: 'start'; readonly task: Task; readonly attempt: number }
  | { readonly kind: 'end'; readonly task: Task; readonly status: EndStatus; readonly reason?: Reason }
  /** What runs of it is to be stopped; it is said once. */
  | { readonly kind: 'stop'; readonly task: Task }
  | { readonly kind: 'cancel'; readonly by: 'fail_fast' }
  | { readonly kind: 'finish'; readonly status: 'success' | 'failed' | 'cancelled' };

/** What the scheduler has to be told and cannot know by itself. */
export interface SchedulerOptions {
  readonly maxParallel: number;
  readonly failFast: boolean;
  /** Whether the `if` of a task holds; asked once, when its rule lets it run. */
  readonly condition: (task: Task) => Condition;
  /** Numbers in [0, 1), for the jitter of retries. */
  readonly random: () => number;
}

export type Condition = { readonly holds: boolean } | { readonly error: string };

/**
 * Decides what a run does next, and does nothing itself. It learns only from the events it hears, whoever made them,
 * so that a journal read again brings it to where it stood. Over a whole run it costs time in the number of tasks
 * plus needs (and a logarithm for the queue): it looks at what an event changes, never at everything.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #nodes: readonly TaskNode[];
  readonly #byName: ReadonlyMap<string, TaskNode>;
  readonly #ready: ReadyQueue;
  readonly #decisions: Decision[] = [];
  #told = 0;
  #running = 0;
  #open: number;
  #cancelledBy: Canceller | undefined;
  #ends = { failed: false, cancelled: false };
  #finished = false;

  constructor(pipeline: Pipeline, options: SchedulerOptions) {
    this.#options = options;
    this.#nodes = taskNodes(pipeline);
    this.#byName = new Map(this.#nodes.map(node => [node.task.name, node]));
    this.#ready = new ReadyQueue(pipeline.tasks.map(task => task.priority));
    this.#open = this.#nodes.length;
    for (const node of this.#nodes) if (node.total === 0) this.#judge(node);
  }

  /** What to do next; `undefined` when that depends on something that has not happened yet. */
  next(): Decision | undefined {
    while (this.#told < this.#decisions.length) {
      const decision = this.#decisions[this.#told++] as Decision;
      if (this.#stillHolds(decision)) return decision;
    }
    this.#decisions.length = this.#told = 0;
    while (this.#running < this.#options.maxParallel) {
      const place = this.#ready.take();
      if (place === undefined) break;
      const node = this.#nodes[place] as TaskNode;
      if (node.status === 'queued') return { kind: 'start', task: node.task, attempt: node.attempts + 1 };
    }
    if (this.#open > 0 || this.#finished) return undefined;
    this.#finished = true;
    return { kind: 'finish', status: this.#status() };
  }

  /** When an attempt that ends like this will be tried again: milliseconds from now, `undefined` for never. */
  retryDelay(task: Task, attempt: number, outcome: Outcome): number | undefined {
    if (this.#cancelledBy || this.#nodeOf(task).cancelledBy) return undefined;
    return retryDelay(task, attempt, outcome, this.#options.random);
  }

  /** Says that the time has come which `retryAt` named. */
  retryDue(task: Task): void {
    const node = this.#nodeOf(task);
    if (node.status === 'retrying') this.#makeDue(node);
  }

  /** Learns what has happened. An event about an unknown task changes nothing. */
  heard(event: RunEvent): void {
    if (event.type === 'run_started' || event.type === 'run_resumed' || event.type === 'run_ended') return;
    if (event.type === 'cancel_requested' && event.task === undefined) this.#cancelRun(event.by);
    const node = this.#byName.get(event.task ?? '');
    if (!node) return;
    switch (event.type) {
      case 'group_opened':
        return;
      case 'task_queued':
        node.status = 'queued';
        this.#ready.add(node.place);
        return;
      case 'attempt_started':
        node.status = 'running';
        node.attempts = event.attempt;
        this.#running++;
        return;
      case 'attempt_ended':
        this.#attemptEnded(node, event.outcome, event.retryAt !== undefined);
        return;
      case 'task_ended':
        this.#taskEnded(node, event.status);
        return;
      case 'cancel_requested':
        this.#cancelTask(node, event.by);
        return;
      default:
        event satisfies never;
    }
  }

  /** Events heard in the meantime (a cancel, a journal read again) may have overtaken it. */
  #stillHolds(decision: Decision): boolean {
    switch (decision.kind) {
      case 'queue':
        return this.#nodeOf(decision.task).status === 'due';
      case 'end':
        return this.#nodeOf(decision.task).status === 'ending';
      case 'stop':
        return this.#nodeOf(decision.task).status === 'running';
      case 'cancel':
        return this.#cancelledBy === undefined;
      case 'start':
      case 'finish':
        return true;
      default:
        return decision satisfies never;
    }
  }

  #attemptEnded(node: TaskNode, outcome: Outcome, again: boolean): void {
    if (node.status !== 'running') return;
    this.#running--;
    node.status = again ? 'retrying' : 'ending';
    const cancelledBy = node.cancelledBy ?? this.#cancelledBy;
    if (outcome.kind === 'success') this.#end(node, 'success');
    else if (cancelledBy && (again || outcome.kind === 'cancelled')) this.#end(node, 'cancelled', byWhom(cancelledBy));
    else if (outcome.kind === 'cancelled') this.#end(node, 'cancelled', byWhom('user'));
    else if (!again) this.#end(node, 'failed');
  }

  #taskEnded(node: TaskNode, status: EndStatus): void {
    if (isDone(node)) return;
    if (node.status === 'running') this.#running--;
    node.status = status;
    this.#open--;
    const fails = status === 'failed' && !node.task.continueOnError;
    if (fails) this.#ends.failed = true;
    if (status === 'cancelled') this.#ends.cancelled = true;
    if (fails && this.#options.failFast && !this.#cancelledBy)
      this.#decisions.push({ kind: 'cancel', by: 'fail_fast' });
    const counted = counterOf(node.task, status);
    for (const dependant of node.dependants) {
      dependant[counted]++;
      if (status !== 'success') dependant.culprit ??= { task: node.task.name, status };
      this.#judge(dependant);
    }
  }

  /** Looks whether the needs that have ended decide about a task. */
  #judge(node: TaskNode): void {
    if (node.status !== 'pending') return;
    const rule = node.task.triggerRule;
    const said = verdict(rule, node);
    if (said === 'wait') return;
    if (said !== 'run') {
      this.#end(node, said, ruleReason(node, rule));
      return;
    }
    const condition = node.task.if === undefined ? { holds: true } : this.#options.condition(node.task);
    if ('error' in condition) this.#end(node, 'failed', { kind: 'error', message: condition.error });
    else if (condition.holds) this.#makeDue(node);
    else this.#end(node, 'skipped', { kind: 'condition', expression: node.task.if ?? '' });
  }

  #makeDue(node: TaskNode): void {
    node.status = 'due';
    this.#decisions.push({ kind: 'queue', task: node.task });
  }

  #end(node: TaskNode, status: EndStatus, reason?: Reason): void {
    node.status = 'ending';
    this.#decisions.push({ kind: 'end', task: node.task, status, ...(reason && { reason }) });
  }

  #cancelRun(by: Canceller): void {
    if (this.#cancelledBy && by !== 'user') return;
    this.#cancelledBy = by;
    for (const node of this.#nodes) this.#cancelTask(node, by);
  }

  #cancelTask(node: TaskNode, by: Canceller): void {
    if (isDone(node) || node.status === 'ending' || node.cancelledBy) return;
    node.cancelledBy = by;
    if (node.status === 'running') this.#decisions.push({ kind: 'stop', task: node.task });
    else this.#end(node, by === 'fail_fast' && node.attempts === 0 ? 'skipped' : 'cancelled', byWhom(by));
  }

  #status(): 'success' | 'failed' | 'cancelled' {
    if (this.#cancelledBy === 'user') return 'cancelled';
    if (this.#cancelledBy === 'timeout' || this.#ends.failed) return 'failed';
    return this.#ends.cancelled ? 'cancelled' : 'success';
  }

  #nodeOf(task: Task): TaskNode {
    return this.#byName.get(task.name) as TaskNode;
  }
}

function byWhom(by: Canceller): Reason {
  return { kind: 'cancelled', by };
}

function ruleReason(node: TaskNode, rule: string): Reason {
  const culprit = node.culprit ?? { task: node.task.needs[0] ?? '', status: 'success' };
  return { kind: 'rule', rule, ...culprit };
}
