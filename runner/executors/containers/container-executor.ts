import type { Usage } from '../../event.ts';
import { withLogged } from '../../processes/attempt-exit.ts';
import type { Exit, Processes, RunningAttempt } from '../../processes/processes.ts';
import { outputOf } from '../../processes/start-process.ts';
import { writeScript } from '../command-there.ts';
import type { Executor, ExecutorSettings, PlacedCommand, PlacedOrphan } from '../executor.ts';
import type { Place } from '../place.ts';
import { tellPlace } from '../tell-place.ts';
import { containerCommand, containerName } from './container-command.ts';
import { type Engine, findEngine } from './container-engine.ts';
import { engineFault } from './engine-fault.ts';

type Ended = (exit: Exit, usage?: Usage) => void;

/** By this status `docker run` and `podman run` say that they themselves failed. */
const engineFailed = 125;
const longestRemovalMs = 30_000;

/**
 * Runs attempts in containers on this machine. The engine's client is a process like any other: its output is the task's, and
 * so is its status. A client that is killed leaves its container behind: what was stopped is removed by its name.
 */
export class ContainerExecutor implements Executor {
  readonly #local: Processes;
  readonly #settings: ExecutorSettings;
  readonly #removals = new Set<Promise<unknown>>();

  constructor(local: Processes, settings: ExecutorSettings) {
    this.#local = local;
    this.#settings = settings;
  }

  start(command: PlacedCommand, ended: Ended): RunningAttempt {
    const { path, place } = command;
    const engine = this.#engine(place);
    const { container } = place;
    if ('error' in engine || !container) {
      const message = 'error' in engine ? engine.error : 'It has no container to run in.';
      queueMicrotask(() => ended(withLogged({ kind: 'error', message }, path)));
      return { stop: () => {} };
    }
    writeScript(command);
    tellPlace(command, { container: containerName(this.#settings.run, path) });
    const argv = containerCommand(command, container, engine, this.#settings);
    return this.#watched(engine, path, over =>
      this.#local.start({ ...command, action: { kind: 'program', argv } }, (exit, usage) => {
        if (exit.kind !== 'exit' || exit.code !== engineFailed) over(exit, usage, ended);
        else void engineFault(engine, path).then(fault => over(fault, usage, ended));
      }),
    );
  }

  adopt(orphan: PlacedOrphan, ended: (exit: Exit) => void): RunningAttempt {
    const engine = this.#engine(orphan.place);
    if ('error' in engine) return this.#local.adopt(orphan, ended);
    return this.#watched(engine, orphan.path, over => this.#local.adopt(orphan, exit => over(exit, undefined, ended)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#removals);
  }

  /** One that was stopped is over when its container is gone. */
  #watched(
    engine: Engine,
    path: string,
    begin: (over: (exit: Exit, usage: Usage | undefined, ended: Ended) => void) => RunningAttempt,
  ): RunningAttempt {
    let isStopped = false;
    const running = begin((exit, usage, ended) => {
      if (!isStopped && exit.kind !== 'signal') ended(exit, usage);
      else void this.#remove(engine, path).then(() => ended(exit, usage));
    });
    return {
      stop: graceMs => {
        isStopped = true;
        running.stop(graceMs);
      },
    };
  }

  #remove(engine: Engine, path: string): Promise<unknown> {
    const name = containerName(this.#settings.run, path);
    const removal = outputOf(engine.program, ['rm', '--force', '--volumes', name], longestRemovalMs);
    this.#removals.add(removal);
    return removal.finally(() => this.#removals.delete(removal));
  }

  #engine({ executor }: Place): Engine | { readonly error: string } {
    return findEngine(executor.type, this.#settings.env);
  }
}
