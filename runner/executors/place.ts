import { executorOf } from '../../pipeline/building/build-executors.ts';
import type { Container, Executor, Pipeline, Resources, Task } from '../../pipeline/pipeline.ts';

/** Where an attempt is to run, when that is not simply on this machine. */
export interface Place {
  /** The executor's name; `local` for a container that whatever is there may run. */
  readonly name: string;
  readonly executor: Executor;
  /** The same for all places with this name and these settings. */
  readonly key: string;
  /** Filled in. */
  readonly container?: Container;
  readonly resources: Resources;
}

/** Where a task of the file `pipeline` runs; `undefined`: on this machine, as a process. Its container is filled in by `fill`. */
export function placeOf(
  task: Task,
  pipeline: Pick<Pipeline, 'executors'>,
  fill: Fill = text => text,
): Place | undefined {
  const { container, resources } = task;
  if (task.executor === undefined && !container) return undefined;
  const executor = executorNamed(task.executor ?? 'local', pipeline);
  if (executor.type === 'local' && !container) return undefined;
  return {
    name: task.executor ?? 'local',
    executor,
    key: `${task.executor ?? 'local'} ${JSON.stringify(executor)}`,
    ...(container && { container: filled(container, fill) }),
    resources,
  };
}

type Fill = (template: string) => string;

function executorNamed(name: string, { executors = {} }: Pick<Pipeline, 'executors'>): Executor {
  const own = Object.hasOwn(executors, name) ? executors[name] : undefined;
  return own ?? executorOf(name) ?? { type: 'local' };
}

function filled({ image, volumes, ...rest }: Container, fill: Fill): Container {
  return { ...rest, image: fill(image), volumes: volumes.map(fill) };
}
