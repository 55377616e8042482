import { formatDuration } from '../../pipeline/duration.ts';
import type { Task } from '../../pipeline/pipeline.ts';
import type { EndStatus, Outcome, Reason, RunEvent } from '../event.ts';
import type { Decision } from './decision.ts';
import { DecisionQueue } from './decision-queue.ts';
import { failureReach } from './failure-reach.ts';
import { countMember, groupEnd, memberEnd, openMembers } from './group-end.ts';
import { groupLimitMs } from './group-limit.ts';
import { withGroupPlaces } from './group-places.ts';
import { judgementOf } from './judgement.ts';
import { ReadyTasks } from './ready-tasks.ts';
import { cancelReason, isByFailFast } from './reasons.ts';
import { retryDelay } from './retry.ts';
import { RunEnd } from './run-end.ts';
import type { SchedulerOptions } from './scheduler-options.ts';
import { type Canceller, countNeed, endOf, type Members, type TaskNode } from './task-node.ts';
import { TaskNodes } from './task-nodes.ts';

/**
 * Decides what a run does next, and does nothing itself. It learns only from the events it hears, whoever made them,
 * so that a journal read again brings it to where it stood. Over a whole run it costs time in the number of tasks
 * plus needs (and a logarithm for the queue): it looks at what an event changes, never at everything.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #nodes = new TaskNodes();
  readonly #ready: ReadyTasks;
  readonly #decisions: DecisionQueue;
  readonly #runEnd = new RunEnd();
  #running = 0;
  #open = 0;
  #cancelledBy: Canceller | undefined;
  #finished = false;

  constructor({ tasks }: { readonly tasks: readonly Task[] }, options: SchedulerOptions) {
    this.#options = options;
    this.#ready = new ReadyTasks(withGroupPlaces(options.admission, this.#nodes, options.usedBy));
    this.#decisions = new DecisionQueue(this.#nodes, () => this.#cancelledBy !== undefined);
    for (const node of this.#add(tasks)) if (!node.parent && node.total === 0) this.#judge(node);
  }

  /** What to do next; `undefined` when that depends on something that has not happened yet. */
  next(): Decision | undefined {
    const decision = this.#decisions.take();
    if (decision) return decision;
    if (this.#running < this.#options.maxParallel) {
      const ready = this.#ready.take();
      if (ready) return { kind: 'start', task: ready.node.task, attempt: ready.node.attempts + 1, ...ready.grant };
    }
    if (this.#open > 0 || this.#finished) return undefined;
    this.#finished = true;
    return { kind: 'finish', status: this.#runEnd.status(this.#cancelledBy) };
  }

  /** What waits for a place, for whoever tells attempts ahead; undefined when nothing may begin any more. */
  get waiting(): ReadyTasks | undefined {
    return this.#cancelledBy ? undefined : this.#ready;
  }

  /** When an attempt that ends like this will be tried again: milliseconds from now, `undefined` for never. */
  retryDelay(task: Task, attempt: number, outcome: Outcome): number | undefined {
    if (this.#cancelledBy || this.#nodes.find(task.name)?.cancelled) return undefined;
    return retryDelay(task, attempt, outcome, this.#options.random);
  }

  /** Says that the time has come which `retryAt` named. */
  retryDue(task: Task): void {
    const node = this.#nodes.find(task.name);
    if (node?.status === 'retrying') this.#makeDue(node);
  }

  /** Says that no earlier success of a task was found that it was to look up, or that files were read for its condition. */
  missed(task: Task): void {
    const node = this.#nodes.find(task.name);
    if (node?.status !== 'looking') return;
    if (node.hasRead || !this.#options.readsFirst?.(task)) this.#makeDue(node);
    else {
      node.hasRead = true;
      node.status = 'pending';
      this.#judge(node);
    }
  }

  /** Whether the answer to `look_up` of this task is still waited for. */
  isLookedUp(task: Task): boolean {
    return this.#nodes.find(task.name)?.status === 'looking';
  }

  /** Learns what has happened. An event about an unknown task changes nothing. */
  heard(event: RunEvent): void {
    if (event.type === 'run_started' || event.type === 'run_resumed' || event.type === 'run_ended') return;
    if (event.type === 'cancel_requested' && event.task === undefined) this.#cancelRun(event.by);
    const node = this.#nodes.find(event.task ?? '');
    if (!node || endOf(node) || event.type === 'attempt_placed') return;
    switch (event.type) {
      case 'group_opened':
        this.#groupOpened(node, event.members ?? []);
        return;
      case 'task_queued':
        node.status = 'queued';
        this.#ready.add(node);
        return;
      case 'attempt_started':
        node.status = 'running';
        node.attempts = event.attempt;
        this.#running++;
        this.#ready.started(node, event.gpus ? { gpus: event.gpus } : {});
        return;
      case 'attempt_ended':
        this.#attemptEnded(node, event.outcome, event.retryAt !== undefined);
        return;
      case 'task_ended':
        this.#taskEnded(node, event.status, event.reason);
        return;
      case 'cancel_requested':
        if (event.by === 'timeout' && node.members) this.#timedOut(node, node.members);
        else this.#cancelTask(node, cancelReason(event.by));
        return;
      default:
        event satisfies never;
    }
  }

  #add(tasks: readonly Task[]): readonly TaskNode[] {
    const added = this.#nodes.add(tasks);
    this.#open += added.length;
    const { isTakenOver } = this.#options;
    if (!isTakenOver) return added;
    for (const node of added) {
      if (!isTakenOver(node.task)) continue;
      node.status = 'ending';
      this.#decisions.add({ kind: 'take_over', task: node.task });
    }
    return added;
  }

  #groupOpened(node: TaskNode, more: readonly Task[]): void {
    this.#add(more);
    node.status = 'open';
    for (const member of node.members?.nodes ?? []) this.#judge(member);
    this.#endWithMembers(node);
  }

  #attemptEnded(node: TaskNode, outcome: Outcome, again: boolean): void {
    if (node.status !== 'running') return;
    this.#stopped(node);
    node.status = again ? 'retrying' : 'ending';
    const isCancelled = outcome.kind === 'cancelled';
    if (outcome.kind === 'success') this.#end(node, 'success');
    else if (isCancelled || (again && (node.cancelled ?? this.#cancelledBy))) {
      this.#end(node, 'cancelled', node.cancelled ?? cancelReason(this.#cancelledBy ?? 'user'));
    } else if (!again) this.#end(node, 'failed');
  }

  #stopped(node: TaskNode): void {
    this.#running--;
    this.#ready.ended(node);
  }

  #taskEnded(node: TaskNode, status: EndStatus, reason: Reason | undefined): void {
    if (node.status === 'running') this.#stopped(node);
    node.status = status;
    this.#open--;
    if (status === 'failed') this.#failed(node);
    if (!node.parent) this.#runEnd.ended(status);
    if (node.members && node.members.open > 0) this.#endMembers(node, status, reason);
    if (node.parent?.members) {
      countMember(node.parent.members, node, status);
      this.#endWithMembers(node.parent);
    }
    for (const dependant of node.dependants) {
      countNeed(dependant, node.task, status);
      this.#judge(dependant);
    }
  }

  #failed(node: TaskNode): void {
    const { isOfRun, groups } = failureReach(node, this.#options.usedBy);
    for (const task of groups) this.#decisions.add({ kind: 'cancel', by: 'fail_fast', task });
    if (!isOfRun) return;
    this.#runEnd.failed();
    if (this.#options.failFast && !this.#cancelledBy) this.#decisions.add({ kind: 'cancel', by: 'fail_fast' });
  }

  /** The members of a group that ends without them end like it. */
  #endMembers(node: TaskNode, status: EndStatus, reason: Reason | undefined): void {
    for (const member of openMembers(node)) this.#end(member, ...memberEnd(node, status, reason));
  }

  #endWithMembers(node: TaskNode): void {
    if (node.status !== 'open' || !node.members || node.members.open > 0) return;
    node.status = 'ending';
    const end = groupEnd(node, node.members, node.cancelled ?? cancelReason(this.#cancelledBy ?? 'user'));
    this.#decisions.add({ kind: 'end', task: node.task, ...end, isOpened: true });
  }

  /** Looks whether the needs that have ended decide about a task. */
  #judge(node: TaskNode): void {
    if (node.status !== 'pending' || (node.parent && node.parent.status !== 'open')) return;
    const judgement = judgementOf(node, this.#options);
    if (judgement === 'run') this.#letGo(node);
    else if (judgement === 'read') this.#await(node, 'looking', 'look_up');
    else if (judgement !== 'wait') this.#end(node, judgement.status, judgement.reason);
  }

  #letGo(node: TaskNode): void {
    if (node.members) this.#await(node, 'opening', 'open');
    else if (this.#options.looksUp?.(node.task)) this.#await(node, 'looking', 'look_up');
    else this.#makeDue(node);
  }

  #makeDue(node: TaskNode): void {
    node.rank = this.#options.rank?.(node.task) ?? 0;
    this.#await(node, 'due', 'queue');
  }

  /** Decides something of which it then waits to hear. */
  #await(node: TaskNode, status: TaskNode['status'], kind: 'open' | 'look_up' | 'queue'): void {
    node.status = status;
    this.#decisions.add({ kind, task: node.task });
  }

  #end(node: TaskNode, status: EndStatus, reason?: Reason): void {
    node.status = 'ending';
    this.#decisions.add({ kind: 'end', task: node.task, status, ...(reason && { reason }) });
  }

  #cancelRun(by: Canceller): void {
    if (this.#cancelledBy && by !== 'user') return;
    this.#cancelledBy = by;
    const reason = cancelReason(by);
    for (const node of this.#nodes.all) this.#cancelTask(node, reason);
  }

  #timedOut(node: TaskNode, members: Members): void {
    if (node.cancelled) return;
    members.timedOut = `took longer than its timeout of ${formatDuration(groupLimitMs(node.task, this.#options.usedBy) ?? 0)}.`;
    this.#cancelTask(node, { kind: 'error', message: `${node.task.name} ${members.timedOut}` });
  }

  /** Of a group that is open, its members. */
  #cancelTask(node: TaskNode, reason: Reason): void {
    if (endOf(node) || node.status === 'ending' || node.cancelled) return;
    node.cancelled = reason;
    if (node.status === 'open') for (const member of node.members?.nodes ?? []) this.#cancelTask(member, reason);
    else if (node.status === 'running') this.#decisions.add({ kind: 'stop', task: node.task });
    else this.#end(node, isByFailFast(reason) && node.attempts === 0 ? 'skipped' : 'cancelled', reason);
  }
}
