import type { Decision } from './decision.ts';
import { endOf, type TaskNode } from './task-node.ts';
import type { TaskNodes } from './task-nodes.ts';

/** Decisions in the order in which they were made. One that events have overtaken (a cancel, a journal read again) is dropped. */
export class DecisionQueue {
  readonly #nodes: TaskNodes;
  readonly #isRunCancelled: () => boolean;
  readonly #decisions: Decision[] = [];
  #told = 0;

  constructor(nodes: TaskNodes, isRunCancelled: () => boolean) {
    this.#nodes = nodes;
    this.#isRunCancelled = isRunCancelled;
  }

  add(decision: Decision): void {
    this.#decisions.push(decision);
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
    return holdsFor(node, decision);
  }
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
