import { relative, resolve } from 'node:path';
import type { Output, Task } from '../pipeline/pipeline.ts';
import { callsHashFiles } from './cache/calls-hash-files.ts';
import { type Claim, ClaimedPaths } from './claimed-paths.ts';
import { fillTask } from './fill-task.ts';
import type { RunState, TaskState } from './run-state.ts';
import type { Workplace } from './workplace.ts';

/**
 * Which task of a run writes which file. What a file says is checked before the run; which files instances and used
 * pipelines write is often known only here.
 */
export class OutputClaims {
  readonly #place: Workplace;
  #claimed: ClaimedPaths | undefined;
  /** By writer, who is known to wait for it: of a long chain, all that is above is not looked at for each. */
  readonly #behind = new Map<string, Set<string>>();

  constructor(place: Workplace) {
    this.#place = place;
  }

  /**
   * A sentence when `task`, which is about to begin or to have its files brought back, would write a file of another one,
   * or one in its folder, and neither waits for the other.
   */
  conflict(task: Task, outputs: Readonly<Record<string, Output>>, base: string): string | undefined {
    for (const [name, output] of Object.entries(outputs)) {
      if (!('path' in output)) continue;
      this.#claimed ??= this.#claimedBefore(task);
      const path = resolve(base, output.path);
      const other = this.#unordered(task, path);
      if (other) return sentence(name, output.path, path, other);
      this.#claimed.claim({ path, task: task.name });
    }
    return undefined;
  }

  #unordered({ name, needs }: Task, path: string): Claim | undefined {
    let above: ReadonlySet<string> | undefined;
    const { tasks } = this.#place.state;
    for (const claim of this.#claimed?.meeting(path) ?? []) {
      if (claim.task === name) continue;
      const behind = this.#behind.get(claim.task) ?? new Set([claim.task]);
      if (!needs.slice(0, fewNeeds).some(need => behind.has(need))) {
        above ??= namesAbove(name, tasks);
        if (!isAbove(claim.task, above, tasks)) return claim;
      }
      this.#behind.set(claim.task, behind.add(name));
    }
    return undefined;
  }

  /** In a run that is gone on with, others have begun before. */
  #claimedBefore({ name: own }: Task): ClaimedPaths {
    const claimed = new ClaimedPaths();
    for (const task of this.#place.state.tasks.values()) {
      const { name, definition } = task;
      if (!hasWritten(task) || name === own || !Object.values(definition.outputs).some(isFile)) continue;
      // To read all those files once more is not worth it.
      if (callsHashFiles(definition)) continue;
      const filled = fillTask(definition, this.#place);
      if ('error' in filled) continue;
      for (const output of Object.values(filled.outputs)) {
        if ('path' in output) claimed.claim({ path: resolve(filled.scope.base, output.path), task: name });
      }
    }
    return claimed;
  }
}

const fewNeeds = 8;

function hasWritten({ attempts, source }: TaskState): boolean {
  return attempts.length > 0 || source?.kind === 'cache';
}

function isFile(output: Output): boolean {
  return 'path' in output;
}

function sentence(output: string, said: string, path: string, other: Claim): string {
  const advice = 'and neither waits for the other';
  if (other.path === path) {
    return `Its output \`${output}\` is a file that ${other.task} writes too, ${advice}: ${said}. Use two files, or let one need the other.`;
  }
  const below = relative(path, other.path);
  return below.startsWith('..')
    ? `Its output \`${output}\` is in a folder that ${other.task} writes, ${advice}: ${said}. Use two folders, or let one need the other.`
    : `Its output \`${output}\` is a folder into which ${other.task} writes ${below}, ${advice}: ${said}. Use two folders, or let one need the other.`;
}

/** All that must have ended before a task starts: what it, or a group around it, needs, and all above that. */
function namesAbove(task: string, tasks: RunState['tasks']): ReadonlySet<string> {
  const above = new Set<string>();
  const seen = new Set<string>();
  const waiting = [task];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const { needs = [], group } = tasks.get(name)?.definition ?? {};
    for (const need of needs) above.add(need);
    waiting.push(...needs);
    if (group !== undefined) waiting.push(group);
  }
  return above;
}

/** Whether it, or a group around it, is among those. */
function isAbove(task: string, above: ReadonlySet<string>, tasks: RunState['tasks']): boolean {
  for (let name: string | undefined = task; name !== undefined; name = tasks.get(name)?.definition.group)
    if (above.has(name)) return true;
  return false;
}
