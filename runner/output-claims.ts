import { resolve } from 'node:path';
import type { Output, Task } from '../pipeline/pipeline.ts';
import { callsHashFiles } from './cache/calls-hash-files.ts';
import { fillTask } from './fill-task.ts';
import type { RunState } from './run-state.ts';
import type { Workplace } from './workplace.ts';

/**
 * Which task of a run writes which file. What a file says is checked before the run; which files instances and used
 * pipelines write is often known only here.
 */
export class OutputClaims {
  readonly #place: Workplace;
  /** By absolute path, the last one whose turn it was. */
  #writers: Map<string, string> | undefined;

  constructor(place: Workplace) {
    this.#place = place;
  }

  /** A sentence when `task`, which is about to begin, would write a file of another one, and neither waits for the other. */
  conflict(task: Task, outputs: Readonly<Record<string, Output>>, base: string): string | undefined {
    for (const [name, output] of Object.entries(outputs)) {
      if (!('path' in output)) continue;
      this.#writers ??= this.#writersBefore(task);
      const path = resolve(base, output.path);
      const writer = this.#writers.get(path);
      if (writer !== undefined && writer !== task.name && !waitsFor(task, writer, this.#place.state)) {
        return `Its output \`${name}\` is a file that ${writer} writes too, and neither waits for the other: ${output.path}. Use two files, or let one need the other.`;
      }
      this.#writers.set(path, task.name);
    }
    return undefined;
  }

  /** In a run that is gone on with, others have begun before. */
  #writersBefore({ name: own }: Task): Map<string, string> {
    const writers = new Map<string, string>();
    for (const { name, definition, attempts } of this.#place.state.tasks.values()) {
      if (attempts.length === 0 || name === own || !Object.values(definition.outputs).some(isFile)) continue;
      // To read all those files once more is not worth it.
      if (callsHashFiles(definition)) continue;
      const filled = fillTask(definition, this.#place);
      if ('error' in filled) continue;
      for (const output of Object.values(filled.outputs)) {
        if ('path' in output) writers.set(resolve(filled.scope.base, output.path), name);
      }
    }
    return writers;
  }
}

function isFile(output: Output): boolean {
  return 'path' in output;
}

/** Whether a task starts only when another has ended: it, or a group around it, needs that one or a group around that. */
function waitsFor(task: Task, other: string, { tasks }: RunState): boolean {
  const around = new Set<string>();
  for (let name: string | undefined = other; name !== undefined; name = tasks.get(name)?.definition.group)
    around.add(name);
  const seen = new Set<string>();
  const waiting: string[] = [task.name];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const { needs = [], group } = tasks.get(name)?.definition ?? {};
    if (needs.some(need => around.has(need))) return true;
    waiting.push(...needs);
    if (group !== undefined) waiting.push(group);
  }
  return false;
}
