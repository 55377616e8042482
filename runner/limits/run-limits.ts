import type { Task } from '../../pipeline/pipeline.ts';
import { isElsewhere } from '../executors/executor-places.ts';
import { placeOf } from '../executors/place.ts';
import { CannotStart } from '../run-options.ts';
import type { RunState } from '../run-state.ts';
import type { Admission, Grant } from '../scheduler/admission.ts';
import { demandsOf, type Home } from './demand.ts';
import { type Machine, thisMachine } from './machine.ts';
import { MachineAdmission } from './machine-admission.ts';
import { tooLarge } from './too-large.ts';
import { type LimitedRun, wantingTasks } from './wanting-tasks.ts';

/**
 * The machine that the tasks of a run share; `undefined` when none of them counts in a pool or asks for resources. Throws
 * `CannotStart` with a sentence for each task that asks for more than there is.
 */
export async function machineFor(run: LimitedRun): Promise<Machine | undefined> {
  const wanting = [...wantingTasks(run)];
  // What runs elsewhere takes nothing of this machine, but may count in a pool.
  const tasks = wanting.flatMap(({ task, home }) => (isElsewhere(placeOf(task, home)) ? [] : [task]));
  const isLimited = tasks.some(({ resources }) => Object.keys(resources).length > 0);
  if (!isLimited && !wanting.some(({ task }) => task.pool !== undefined)) return undefined;
  const machine = await thisMachine(tasks.some(({ resources }) => (resources.gpus ?? 0) > 0));
  const sentences = tooLarge(tasks, machine);
  if (sentences.length > 0) throw new CannotStart(sentences.join('\n'));
  return machine;
}

/** Packs the tasks of the run that begins with `state` into their pools and into `machine`. */
export function admissionFor(state: RunState, machine: Machine): Admission {
  const { pipeline, used = {} } = state.started;
  const homeOf = ({ scope }: Task): Home | undefined => {
    if (scope === undefined) return { key: '', pipeline };
    const action = state.tasks.get(scope)?.definition.action;
    const home = action?.kind === 'pipeline' ? used[action.file] : undefined;
    return home && action?.kind === 'pipeline' ? { key: action.file, pipeline: home.pipeline } : undefined;
  };
  return new MachineAdmission(machine, demandsOf(tasksOf({ pipeline, used }), homeOf, machine.cpus));
}

/**
 * What tells the programs of an attempt which GPUs are theirs: those granted, or, for a task that says `gpus: 0`, none.
 * A task that says nothing sees them as the runner does.
 */
export function gpuVariables(
  { resources }: Task,
  { gpus }: Grant,
  machine: Machine | undefined,
): Record<string, string> {
  if (resources.gpus === 0) return { CUDA_VISIBLE_DEVICES: '' };
  if (!gpus || !machine) return {};
  const devices = gpus.map(number => machine.gpus.find(gpu => gpu.number === number)?.device ?? String(number));
  // Numbers that `nvidia-smi` tells are those of this order; CUDA by itself takes another.
  const order = process.env.CUDA_VISIBLE_DEVICES === undefined && { CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
  return { ...order, CUDA_VISIBLE_DEVICES: devices.join(',') };
}

/** Those of used pipelines too: instances of `foreach` are not known before the run. */
function tasksOf({ pipeline, used = {} }: LimitedRun): readonly Task[] {
  return [...pipeline.tasks, ...Object.values(used).flatMap(other => other.pipeline.tasks)];
}
