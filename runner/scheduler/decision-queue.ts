import type { Decision } from './decision.ts';
import { endOf, type TaskNode } from './task-node.ts';
import type { TaskNodes } from './task-nodes.ts';

/** Decisions in the order in which they were made. One that events have overtaken (a cancel, a journal read again) is dropped. */
export class DecisionQueue {
  readonly #nodes: TaskNodes;
  readonly #isRunCancelled: () => boolean;
  readonly #decisions: Decision[] = [];
  /** What each task waits to hear of: an older decision about it has been overtaken, though its status be the same. */
  readonly #newest = new Map<string, Decision>();
  #told = 0;

  constructor(nodes: TaskNodes, isRunCancelled: () => boolean) {
    this.#nodes = nodes;
    this.#isRunCancelled = isRunCancelled;
  }

  add(decision: Decision): void {
    this.#decisions.push(decision);
    if (isOfStatus(decision)) this.#newest.set(decision.task.name, decision);
  }

  take(): Decision | undefined {
    while (this.#told < this.#decisions.length) {
      const decision = this.#decisions[this.#told++] as Decision;
      if (this.#stillHolds(decision)) return decision;
    }
    this.#decisions.length = this.#told = 0;
    return undefined;
  }

  #stillHolds(decision: Decision): boolean {
    const node = 'task' in decision && decision.task && this.#nodes.find(decision.task.name);
    if (!node) return decision.kind !== 'cancel' || !this.#isRunCancelled();
    if (!isOfStatus(decision)) return holdsFor(node, decision);
    if (this.#newest.get(decision.task.name) !== decision) return false;
    this.#newest.delete(decision.task.name);
    return holdsFor(node, decision);
  }
}

type OfStatus = Extract<Decision, { kind: 'look_up' | 'queue' | 'open' | 'end' | 'take_over' }>;

/** Whether a task has the status that goes with the decision until it hears of it. */
function isOfStatus(decision: Decision): decision is OfStatus {
  const { kind } = decision;
  return kind === 'look_up' || kind === 'queue' || kind === 'open' || kind === 'end' || kind === 'take_over';
}

function holdsFor(node: TaskNode, { kind }: Decision): boolean {
  switch (kind) {
    case 'look_up':
      return node.status === 'looking';
    case 'queue':
      return node.status === 'due';
    case 'open':
      return node.status === 'opening';
    case 'end':
    case 'take_over':
      return node.status === 'ending';
    case 'stop':
      return node.status === 'running';
    case 'cancel':
      return node.cancelled === undefined && endOf(node) === undefined;
    case 'start':
    case 'finish':
      return true;
    default:
      return kind satisfies never;
  }
}
