import type { Json, Task } from '../../pipeline/pipeline.ts';
import type { RunState, TaskState } from '../run-state.ts';
import type { Cause } from './cause.ts';
import type { Before } from './rerun.ts';
import type { TakenOver } from './taken-over.ts';

/** What the run `state` has to give to a new one. `isThere` tells whether the file at an absolute path is. */
export function pastRun(state: RunState, isThere: (path: string) => boolean): Before {
  return {
    statusOf: name => state.tasks.get(name)?.status,
    successOf: task => successIn(state, task, isThere),
  };
}

/** What the newest of `runs` (the newest first) that has a success of a task has to give. */
export function pastRuns(runs: readonly RunState[], isThere: (path: string) => boolean): Before {
  const newest = (name: string) => runs.find(run => run.tasks.get(name)?.status === 'success') ?? runs[0];
  return {
    statusOf: name => newest(name)?.tasks.get(name)?.status,
    successOf: task => {
      const run = newest(task.name);
      return run ? successIn(run, task, isThere) : { kind: 'new' };
    },
  };
}

function successIn({ started, tasks }: RunState, task: Task, isThere: (path: string) => boolean): TakenOver | Cause {
  const before = tasks.get(task.name);
  if (!before) return { kind: 'new' };
  if (before.status !== 'success') return { kind: 'unsuccessful', status: before.status };
  for (const [name, output] of Object.entries(task.outputs)) {
    if (before.outputs?.[name] === undefined) return { kind: 'changed', what: `outputs.${name}` };
    const gone = 'path' in output ? pathsOf(before.outputs[name]).find(path => !isThere(path)) : undefined;
    if (gone !== undefined) return { kind: 'gone', output: name, path: gone };
  }
  return takenOver(before, started.runId);
}

function takenOver({ outputs, source }: TaskState, runId: string): TakenOver {
  return { run: source?.run ?? runId, ...(outputs && { outputs }) };
}

/** A group has a list of paths, of its members. */
function pathsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(pathsOf) : [];
}
