import type { Usage } from '../event.ts';
import type { AttemptCommand, Exit, OrphanAttempt, Processes, RunningAttempt } from '../processes/processes.ts';
import { ContainerExecutor } from './containers/container-executor.ts';
import type { Executor, ExecutorSettings } from './executor.ts';
import { KubernetesExecutor } from './kubernetes/kubernetes-executor.ts';
import type { Place } from './place.ts';
import { BatchExecutor } from './slurm/batch-executor.ts';
import { PilotExecutor } from './slurm/pilot-executor.ts';
import { SshExecutor } from './ssh/ssh-executor.ts';

/** The processes of this machine, and beside them whatever executors the tasks name. */
export class ExecutorProcesses implements Processes {
  readonly #local: Processes;
  readonly #settings: ExecutorSettings;
  readonly #executors = new Map<string, Executor>();

  constructor(local: Processes, settings: ExecutorSettings) {
    this.#local = local;
    this.#settings = settings;
  }

  start(command: AttemptCommand, ended: (exit: Exit, usage?: Usage) => void): RunningAttempt {
    const { place } = command;
    return place ? this.#at(place).start({ ...command, place }, ended) : this.#local.start(command, ended);
  }

  adopt(orphan: OrphanAttempt, ended: (exit: Exit) => void): RunningAttempt {
    const { place } = orphan;
    return place ? this.#at(place).adopt({ ...orphan, place }, ended) : this.#local.adopt(orphan, ended);
  }

  hasBegun(path: string, place: Place): Promise<boolean> | undefined {
    return this.#at(place).hasBegun?.(path);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#executors.values()].map(executor => executor.close()));
    await this.#local.close();
  }

  hurry(): void {
    this.#local.hurry();
  }

  #at(place: Place): Executor {
    const known = this.#executors.get(place.key);
    if (known) return known;
    const made = makeExecutor(place, this.#local, this.#settings);
    this.#executors.set(place.key, made);
    return made;
  }
}

function makeExecutor({ name, executor }: Place, local: Processes, settings: ExecutorSettings): Executor {
  switch (executor.type) {
    case 'local':
    case 'docker':
    case 'podman':
      return new ContainerExecutor(local, settings);
    case 'slurm':
      return executor.mode === 'pilot'
        ? new PilotExecutor(name, local, settings, executor)
        : new BatchExecutor(settings, executor);
    case 'ssh':
      return new SshExecutor(settings, executor);
    case 'kubernetes':
      return new KubernetesExecutor(settings, executor);
    default:
      return executor satisfies never;
  }
}
