import { systemClock } from '../../clock.ts';
import type { Usage } from '../../event.ts';
import type { Exit, Processes, RunningAttempt } from '../../processes/processes.ts';
import { answerOf } from '../../processes/start-process.ts';
import { commandThere, writeScript } from '../command-there.ts';
import type { Executor, ExecutorSettings, PlacedCommand, PlacedOrphan } from '../executor.ts';
import { tellPlace } from '../tell-place.ts';
import { jobKey, resourceOptions, type SlurmSettings } from './job-options.ts';
import { PilotAllocation } from './pilot-allocation.ts';
import { type Granted, PilotStep } from './pilot-step.ts';

type Ended = (exit: Exit, usage?: Usage) => void;

/**
 * Takes one allocation for the run and starts each attempt as a step in it: `srun` is a process like any other, whose output and
 * status are the task's. A task is there at once, where a job of its own would wait in the queue.
 */
export class PilotExecutor implements Executor {
  readonly #local: Processes;
  readonly #settings: ExecutorSettings;
  readonly #allocation: PilotAllocation;
  readonly #endings = new Set<Promise<unknown>>();

  /** `name`: that of the executor. */
  constructor(name: string, local: Processes, settings: ExecutorSettings, slurm: SlurmSettings) {
    this.#local = local;
    this.#settings = settings;
    this.#allocation = new PilotAllocation(name, settings, slurm, systemClock);
  }

  start(command: PlacedCommand, ended: Ended): RunningAttempt {
    writeScript(command);
    const { path } = command;
    const begin = (granted: Granted, over: Ended) => {
      tellPlace(command, { job: granted.id, ...(granted.node !== undefined && { host: granted.node }) });
      const action = { kind: 'program', argv: this.#argv(command, granted.id) } as const;
      return this.#local.start({ ...command, action }, over);
    };
    const step = new PilotStep(
      { path, allocation: this.#allocation, begin, endStep: () => this.#endStep(path) },
      ended,
    );
    step.begin();
    return step;
  }

  adopt(orphan: PlacedOrphan, ended: Ended): RunningAttempt {
    const { path } = orphan;
    const step = new PilotStep({ path, allocation: this.#allocation, endStep: () => this.#endStep(path) }, ended);
    step.adopt(over => this.#local.adopt(orphan, over));
    return step;
  }

  async close(): Promise<void> {
    await Promise.all(this.#endings);
    await this.#allocation.giveBack();
  }

  #argv({ action, path, workingDirectory, place }: PlacedCommand, id: string): readonly string[] {
    const { cpus = 1 } = place.resources;
    return [
      'srun',
      `--jobid=${id}`,
      `--job-name=${jobKey(this.#settings.run, path)}`,
      ...['--exact', '--nodes=1', '--ntasks=1', '--quiet', '--unbuffered', '--input=none', '--export=ALL'],
      ...resourceOptions({ ...place.resources, cpus }),
      // Without it, a step would take all the memory of the allocation, and the next one wait for it.
      ...(place.resources.memoryBytes === undefined ? ['--mem=0'] : []),
      `--chdir=${workingDirectory}`,
      ...commandThere({ action, path }),
    ];
  }

  #endStep(path: string): Promise<unknown> {
    const key = jobKey(this.#settings.run, path);
    const end = async () => {
      const allocation = await this.#allocation.get();
      if ('error' in allocation) return;
      const { out } = await this.#ask('squeue', ['--steps', '--noheader', `--jobs=${allocation.id}`, '--format=%i|%j']);
      const step = out.split('\n').find(line => line.slice(line.indexOf('|') + 1).trim() === key);
      if (step) await this.#ask('scancel', ['--signal=KILL', step.slice(0, step.indexOf('|'))]);
    };
    const ending = end().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
    return ending;
  }

  #ask(program: string, args: readonly string[]): ReturnType<typeof answerOf> {
    return answerOf(program, args, { env: this.#settings.env });
  }
}
