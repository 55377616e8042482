import type { Task } from '../../pipeline/pipeline.ts';
import type { Machine } from './machine.ts';

/** A sentence for each of `tasks` that asks for more than the whole `machine` has, and so could never start. */
export function tooLarge(tasks: Iterable<Task>, machine: Machine): readonly string[] {
  const sentences = new Set<string>();
  for (const task of tasks)
    for (const words of excess(task, machine)) sentences.add(`The task "${task.name}" ${words}`);
  return [...sentences];
}

function* excess({ resources }: Task, { cpus, memoryBytes, gpus }: Machine): Iterable<string> {
  const wanted = { cpus: 0, memoryBytes: 0, gpus: 0, ...resources };
  if (wanted.cpus > cpus) yield `asks for ${wanted.cpus} cpus, and this machine has ${rounded(cpus)}.`;
  if (wanted.memoryBytes > memoryBytes) {
    yield `asks for ${sizeText(wanted.memoryBytes)} of memory, and this machine has ${sizeText(memoryBytes)}.`;
  }
  if (wanted.gpus > gpus.length) {
    yield `asks for ${wanted.gpus} ${wanted.gpus === 1 ? 'GPU' : 'GPUs'}, and ${found(gpus.length)}.`;
  }
}

function found(gpus: number): string {
  if (gpus === 0) return 'none was found on this machine';
  return `this machine has ${gpus}`;
}

function sizeText(bytes: number): string {
  const [unit, size] = bytes >= 2 ** 30 ? ['GiB', 2 ** 30] : ['MiB', 2 ** 20];
  return `${rounded(bytes / Number(size))} ${unit}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
