import type { TaskSyntax } from '../syntax.ts';

/** The first task of each name, as a view: it costs nothing to make, however many tasks there are. */
export class TasksByName implements ReadonlyMap<string, TaskSyntax> {
  readonly #positions: ReadonlyMap<string, number>;
  readonly #tasks: readonly TaskSyntax[];

  constructor(positions: ReadonlyMap<string, number>, tasks: readonly TaskSyntax[]) {
    this.#positions = positions;
    this.#tasks = tasks;
  }

  get size(): number {
    return this.#positions.size;
  }

  get(name: string): TaskSyntax | undefined {
    const position = this.#positions.get(name);
    return position === undefined ? undefined : this.#tasks[position];
  }

  has(name: string): boolean {
    return this.#positions.has(name);
  }

  keys(): MapIterator<string> {
    return this.#positions.keys();
  }

  *entries(): MapIterator<[string, TaskSyntax]> {
    for (const [name, position] of this.#positions) {
      const task = this.#tasks[position];
      if (task) yield [name, task];
    }
  }

  *values(): MapIterator<TaskSyntax> {
    for (const [, task] of this.entries()) yield task;
  }

  [Symbol.iterator](): MapIterator<[string, TaskSyntax]> {
    return this.entries();
  }

  forEach(callback: (task: TaskSyntax, name: string, map: ReadonlyMap<string, TaskSyntax>) => void): void {
    for (const [name, task] of this.entries()) callback(task, name, this);
  }
}
