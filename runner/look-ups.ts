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
  /** What was different, by the tasks that were looked up in vain. */
  readonly missed = new Map<string, readonly string[]>();
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
    if (found.kind === 'miss') this.missed.set(task.name, found.why);
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

/** The line that queues a task says why it was looked up in vain. */
export function withMiss(event: RunEvent, missed: ReadonlyMap<string, readonly string[]>): RunEvent {
  if (event.type !== 'task_queued') return event;
  const why = missed.get(event.task)?.slice(0, mostReasons) ?? [];
  return why.length > 0 ? { ...event, missed: why } : event;
}
