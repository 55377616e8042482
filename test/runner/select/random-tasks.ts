import type { Task } from '../../../pipeline/pipeline.ts';
import { makeTask } from '../make-pipeline.ts';

/** A random list of tasks as they stand in a run: some are groups, whose members need one another now and then. */
export function randomTasks(random: () => number, count = 12): Task[] {
  const tasks: Task[] = [];
  const tops: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = `t${index}`;
    const needs = tops.filter(() => random() < 0.2);
    tops.push(name);
    if (random() < 0.7) {
      tasks.push(makeTask(name, 'true', { needs }));
      continue;
    }
    const action = { kind: 'pipeline', file: '/u', with: {} } as const;
    tasks.push(makeTask(name, '', { needs, action }));
    for (let member = 0; member < 3; member++) {
      const inner = member > 0 && random() < 0.5 ? [`${name}/m${member - 1}`] : [];
      tasks.push(makeTask(`${name}/m${member}`, 'true', { needs: inner, group: name, scope: name }));
    }
  }
  return tasks;
}
