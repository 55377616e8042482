import type { TaskState } from '../../run-state.ts';

/** Of more tasks that are found in the cache at about one time, only their number is told. */
const tellableHits = 12;

/** Gathers the lines of tasks that come from the cache: thousands of them are no news. */
export class HitsAtOnce {
  readonly #waiting: (() => string)[] = [];

  /** Gathers a line; true when it is the first since `take`. */
  add(line: () => string): boolean {
    return this.#waiting.push(line) === 1;
  }

  /** The lines that were gathered, or, of many, what `summary` says of their number. */
  take(summary: (words: string) => string): string {
    const lines = this.#waiting.splice(0);
    return lines.length > tellableHits ? summary(`${lines.length} tasks cached`) : lines.map(line => line()).join('');
  }
}

/** Whether a task ended as a success that was found in the cache. */
export function isHit({ status, source }: TaskState): boolean {
  return status === 'success' && source?.kind === 'cache';
}
