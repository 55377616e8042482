import { isGroup } from '../../../pipeline/pipeline.ts';
import { rootOfRun, runFolder } from '../../layout.ts';
import { readRun } from '../../run-directory/read-run.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { opensLate } from '../../select/task-graph.ts';
import type { FoundRun } from '../runs/find-run.ts';

/**
 * The run with what is in the groups that it took over as a whole, and whose members were known only while the run ran that they
 * are from; as far as that run is still there.
 */
export async function withLateMembers(run: FoundRun): Promise<FoundRun> {
  const { tasks } = run.state;
  const known = new Set(Array.from(tasks.values(), ({ definition }) => definition.group));
  const wanted = [...tasks.values()].filter(task => opensLate(task.definition) && task.source && !known.has(task.name));
  if (wanted.length === 0) return run;
  const all = new Map(tasks);
  for (const { name, source } of wanted) {
    const reading = await readRun(runFolder(rootOfRun(run.folder), source?.run ?? ''));
    if (reading.kind === 'run') for (const member of membersIn(reading.state, name)) all.set(member.name, member);
  }
  return { ...run, state: { ...run.state, tasks: all } };
}

/** What is in a group, at any depth, each said to be from that run when it is from none before. */
function membersIn({ tasks, started }: RunState, group: string): TaskState[] {
  const inside = new Set([group]);
  const members: TaskState[] = [];
  for (const task of tasks.values()) {
    if (!inside.has(task.definition.group ?? '')) continue;
    if (isGroup(task.definition)) inside.add(task.name);
    members.push({ ...task, source: task.source ?? { kind: 'run', run: started.runId } });
  }
  return members;
}
