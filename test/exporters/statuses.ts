import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import type { EndStatus } from '../../runner/event.ts';
import { verdict } from '../../runner/scheduler/trigger-rule.ts';

/** How a task ends when it is started. */
export type Outcome = (task: string) => 'success' | 'failed' | 'skipped';

/** How each task of a run ends, groups too, by the rules of the language alone. */
export function statusesOf(tasks: readonly Task[], outcome: Outcome): ReadonlyMap<string, EndStatus> {
  const byName = new Map(tasks.map(task => [task.name, task]));
  const statuses = new Map<string, EndStatus>();
  const status = (task: Task): EndStatus => {
    const known = statuses.get(task.name);
    if (known) return known;
    const found = task.instance ? instanceStatus(task) : opened(task);
    statuses.set(task.name, found);
    return found;
  };
  const seen = (name: string): EndStatus => {
    const need = byName.get(name);
    const found = need ? status(need) : 'success';
    return need?.continueOnError && found === 'failed' ? 'success' : found;
  };
  const opened = (task: Task): EndStatus => {
    const ends = whether(task, task.needs.map(seen));
    if (ends !== 'run') return ends;
    if (task.if !== undefined && outcome(task.name) === 'skipped') return 'skipped';
    return isGroup(task)
      ? groupStatus(tasks.filter(({ group }) => group === task.name).map(status))
      : ran(outcome(task.name));
  };
  const instanceStatus = (task: Task): EndStatus => {
    const group = byName.get(task.group ?? '');
    const ends = group ? whether(group, group.needs.map(seen)) : 'run';
    if (ends !== 'run') return ends;
    return group?.if !== undefined && outcome(group.name) === 'skipped' ? 'skipped' : ran(outcome(task.name));
  };
  for (const task of tasks) status(task);
  return statuses;
}

/** What a rule makes of the ends of what is needed. */
export function whether({ triggerRule }: Pick<Task, 'triggerRule'>, needs: readonly EndStatus[]): EndStatus | 'run' {
  const count = (...wanted: EndStatus[]) => needs.filter(status => wanted.includes(status)).length;
  const found = verdict(triggerRule, {
    total: needs.length,
    success: count('success'),
    failed: count('failed', 'cancelled'),
    upstreamFailed: count('upstream_failed'),
    skipped: count('skipped'),
  });
  if (found === 'wait') throw new Error('All needs have ended.');
  return found;
}

/** Only a condition skips. */
function ran(outcome: ReturnType<Outcome>): EndStatus {
  return outcome === 'skipped' ? 'success' : outcome;
}

function groupStatus(members: readonly EndStatus[]): EndStatus {
  if (members.includes('failed')) return 'failed';
  if (members.includes('upstream_failed')) return 'upstream_failed';
  return members.length > 0 && members.every(status => status === 'skipped') ? 'skipped' : 'success';
}
