import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import type { RunIndex } from '../run-index.ts';

/** The task whose needs and rule decide whether `task` starts: itself, or the group that lets it go. */
export function openingOf(task: Task, index: RunIndex): Task {
  const group = task.group === undefined ? undefined : index.get(task.group);
  return group && (task.instance || task.needs.length === 0) ? openingOf(group, index) : task;
}

/** The tasks that tell how another has ended: itself; of a group the members, of a used pipeline those behind which no other stands. */
export function endsOf(task: Task, index: RunIndex): readonly Task[] {
  if (!isGroup(task) || task.foreach) return [task];
  const members = index.membersOf(task.name);
  if (task.matrix) return members.flatMap(member => endsOf(member, index));
  const needed = new Set(members.flatMap(({ needs }) => needs));
  return members.filter(({ name }) => !needed.has(name)).flatMap(member => endsOf(member, index));
}

/** The conditions that stand before a task: its own and those of the groups that it is in, each with who says it. */
export function conditionsOf(
  task: Task,
  index: RunIndex,
): readonly { readonly text: string; readonly viewpoint: Task }[] {
  const found: { text: string; viewpoint: Task }[] = [];
  for (let at: Task | undefined = task; at; at = at.group === undefined ? undefined : index.get(at.group)) {
    const texts = [at.if, at.foreach?.each?.if].filter(text => text !== undefined);
    for (const text of texts) found.unshift({ text, viewpoint: at });
  }
  return found;
}
