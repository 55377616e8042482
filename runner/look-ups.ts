import type { Task } from '../pipeline/pipeline.ts';
import type { LookUp, TaskCache } from './cache/task-cache.ts';
import type { RunEvent } from './event.ts';

/** What the look-up of a task came to. */
export interface LookedUp {
  readonly task: Task;
  readonly found: LookUp;
}

/** The look-ups under way. One that was stopped is not heard of again. */
export class LookUps {
  /** What became of the tasks that were looked up in vain. */
  readonly missed = new Map<string, Miss>();
  readonly #cache: TaskCache | undefined;
  readonly #answered: (answer: LookedUp) => void;
  readonly #failed: (error: unknown) => void;
  readonly #underWay = new Set<string>();

  constructor(cache: TaskCache | undefined, answered: (answer: LookedUp) => void, failed: (error: unknown) => void) {
    this.#cache = cache;
    this.#answered = answered;
    this.#failed = failed;
  }

  start(task: Task): void {
    const found = this.#cache?.lookUp(task) ?? { kind: 'miss', why: [] };
    if (!(found instanceof Promise)) {
      this.#answer({ task, found });
      return;
    }
    this.#underWay.add(task.name);
    found.then(answer => {
      if (this.#underWay.delete(task.name)) this.#answer({ task, found: answer });
    }, this.#failed);
  }

  #answer(answer: LookedUp): void {
    const { task, found } = answer;
    if (found.kind === 'miss') this.missed.set(task.name, found);
    this.#answered(answer);
  }

  stop(task: string): void {
    this.#underWay.delete(task);
  }

  stopAll(): void {
    this.#underWay.clear();
  }
}

const mostReasons = 20;

/** The line that queues a task says why it was looked up in vain, and of what. */
export function withMiss(event: RunEvent, missed: ReadonlyMap<string, Miss>): RunEvent {
  const miss = event.type === 'task_queued' ? missed.get(event.task) : undefined;
  if (!miss || event.type !== 'task_queued') return event;
  const { why, fingerprint } = miss;
  return {
    ...event,
    ...(why.length > 0 && { missed: why.slice(0, mostReasons) }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

type Miss = Extract<LookUp, { kind: 'miss' }>;
