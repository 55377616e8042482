import { isGroup, type Task, type TriggerRule } from '../../pipeline/pipeline.ts';
import type { Losses } from '../losses.ts';
import type { RunIndex } from '../run-index.ts';
import { airflowIds } from './airflow-ids.ts';

/** A task that only joins others: it ends as a group does, or lets go on what may fail. */
export interface Join {
  readonly id: string;
  readonly of: Task;
  /** `by_state` asks how the task has ended: it fails when that was not even started, and is skipped when that was. */
  readonly rule: TriggerRule | 'by_state';
  readonly upstream: readonly string[];
}

/** The graph as Airflow has it: its tasks, the joins that it needs besides, and what waits for what, by id. */
export interface AirflowPlan {
  readonly idOf: (task: Task) => string;
  /** What is run: all but groups whose members are tasks by themselves. */
  readonly tasks: readonly Task[];
  readonly joins: readonly Join[];
  readonly joinOf: (task: Task) => Join | undefined;
  readonly upstreamOf: (task: Task) => readonly string[];
  readonly ruleOf: (task: Task) => TriggerRule;
}

/** The rules to which it is the same whether they see a group or its members. */
const sameOfMembers: ReadonlySet<TriggerRule> = new Set([
  'all_success',
  'none_failed',
  'none_failed_min_one_success',
  'all_done',
  'none_skipped',
  'all_skipped',
]);
/** With more members than these, a join makes a graph that can still be drawn. */
const mostMembers = 60;

/** Plans the graph; what Airflow would understand otherwise is refused. */
export function airflowPlan(index: RunIndex, losses: Losses): AirflowPlan {
  const idOf = airflowIds(index.source.tasks);
  const tasks = index.source.tasks.filter(task => !isGroup(task) || task.foreach !== undefined);
  const joins = new Map<string, Join>();
  const join = (of: Task, rule: Join['rule'], upstream: readonly string[]): readonly string[] => {
    const found = joins.get(of.name) ?? { id: `${idOf(of)}.end`, of, rule, upstream };
    joins.set(of.name, found);
    return [found.id];
  };
  const ends = (need: Task, rule: TriggerRule): readonly string[] => {
    if (!isGroup(need) || need.foreach) {
      if (need.continueOnError) return join(need, mayNotStart(need) ? 'by_state' : 'one_done', [idOf(need)]);
      if (!need.foreach) return [idOf(need)];
    }
    const members = need.foreach ? [need] : lastOf(need, index);
    const isConditional = members.some(member => member.if !== undefined || member.foreach?.each?.if !== undefined);
    const flat = () => members.flatMap(member => (need.foreach ? [idOf(member)] : ends(member, 'none_failed')));
    if (need.continueOnError) return join(need, 'one_done', flat());
    if (sameOfMembers.has(rule) && !isConditional && members.length <= mostMembers) return flat();
    return join(
      need,
      need.action.kind === 'pipeline' && !need.matrix ? 'none_failed' : 'none_failed_min_one_success',
      flat(),
    );
  };
  const opening = (task: Task): Task => {
    const group = task.group === undefined ? undefined : index.get(task.group);
    return group && (task.instance || task.needs.length === 0) ? opening(group) : task;
  };
  const upstreams = new Map<string, readonly string[]>();
  for (const task of tasks) {
    const opens = opening(task);
    const needs = opens.needs.flatMap(name => index.get(name) ?? []);
    checkNeeds(opens, needs, losses);
    upstreams.set(task.name, [...new Set(needs.flatMap(need => ends(need, opens.triggerRule)))]);
  }
  for (const task of index.source.tasks) {
    if (task.continueOnError) ends(task, 'all_success');
    checkGroup(task, index, losses);
  }
  return {
    idOf,
    tasks,
    joins: [...joins.values()],
    joinOf: task => joins.get(task.name),
    upstreamOf: task => upstreams.get(task.name) ?? [],
    ruleOf: task => opening(task).triggerRule,
  };
}

/** The members of a group behind which no other stands; of a matrix all. */
function lastOf(group: Task, index: RunIndex): readonly Task[] {
  const members = index.membersOf(group.name);
  const needed = new Set(members.flatMap(({ needs }) => needs));
  return group.matrix ? members : members.filter(({ name }) => !needed.has(name));
}

/** A task without needs ends as it is started: by success, failure, or its condition. */
function mayNotStart({ needs, group }: Task): boolean {
  return needs.length > 0 || group !== undefined;
}

function checkNeeds(task: Task, needs: readonly Task[], losses: Losses): void {
  if (task.triggerRule !== 'one_done') return;
  const other = needs.find(need => isGroup(need) || (need.continueOnError && mayNotStart(need)));
  if (!other) return;
  const message = `Airflow's one_done would understand another end of \`${other.name}\`: use all_done.`;
  losses.refused(task.name, 'trigger_rule', message);
}

/** Groups in groups, and used pipelines whose tasks would start although the group does not. */
function checkGroup(task: Task, index: RunIndex, losses: Losses): void {
  if (task.continueOnError && isGroup(task) && mayNotStart(task)) {
    const message =
      'Airflow cannot tell a group that failed, which may, from one that was not started: say it at the tasks in it.';
    losses.refused(task.name, 'continue_on_error', message);
  }
  if (task.foreach) {
    losses.lost(
      task.name,
      'foreach',
      'When the list is empty, Airflow skips the task, and what needs it by all_success; here it is a success.',
    );
  }
  if (task.action.kind !== 'pipeline') return;
  if (task.matrix || task.foreach || task.instance) {
    losses.refused(
      task.name,
      'uses',
      'A pipeline that is used many times, by matrix or foreach, has no counterpart in Airflow.',
    );
    return;
  }
  const mayStayShut = task.needs.length > 0 || task.if !== undefined || task.group !== undefined;
  const eager = index
    .membersOf(task.name)
    .find(({ needs, triggerRule }) => needs.length > 0 && triggerRule !== 'all_success');
  if (mayStayShut && eager) {
    const message = `In Airflow its task \`${eager.name}\` would start by its rule ${eager.triggerRule} also when \`${task.name}\` is skipped.`;
    losses.refused(task.name, 'uses', message);
  }
}
