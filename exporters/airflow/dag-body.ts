import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import { commentText, sourceLines } from '../source-lines.ts';
import type { Join } from './airflow-plan.ts';
import { type TaskWriting, taskArguments } from './airflow-task.ts';
import { listOutput } from './foreach-list.ts';
import { pythonString, variableName } from './python-text.ts';
import { reservedNames } from './reserved-names.ts';

/** Writes what stands inside the `with DAG(…):` of a file: the tasks in their groups, then what waits for what. */
export class DagBody {
  readonly #writing: TaskWriting;
  readonly #variables = new Map<string, string>();
  readonly #lineOf: (task: string) => number;

  constructor(writing: TaskWriting) {
    this.#writing = writing;
    this.#lineOf = sourceLines(writing.index.source);
    const { tasks, joins, idOf } = writing.plan;
    const taken = new Set<string>();
    const items = tasks.filter(({ foreach }) => foreach).map(task => `${idOf(task)}_items`);
    for (const id of [...tasks.map(idOf), ...items, ...joins.map(join => join.id)])
      this.#variables.set(id, variableName(id, taken, reservedNames));
  }

  lines(): readonly string[] {
    const { index } = this.#writing;
    const tops = index.source.tasks.filter(({ group }) => group === undefined);
    const result = this.#result();
    return [...tops.flatMap(task => this.#block(task, '', '    ')), ...result, ...this.#edges(result.length > 0)];
  }

  /** A task, or a group with its members; `group` is the id of what it stands in. */
  #block(task: Task, group: string, indent: string): readonly string[] {
    const { index, plan } = this.#writing;
    const id = plan.idOf(task);
    const join = plan.joinOf(task);
    const ends = join ? this.#join(join, group, indent) : [];
    if (!isGroup(task) || task.foreach) return ['', ...this.#task(task, group, indent), ...ends];
    const members = index.membersOf(task.name).flatMap(member => this.#block(member, id, `${indent}    `));
    return [
      '',
      ...this.#comment(task, indent),
      `${indent}with TaskGroup(group_id=${pythonString(withoutGroup(id, group))}):`,
      ...(members[0] === '' ? members.slice(1) : members.length === 0 ? [`${indent}    pass`] : members),
      ...ends,
    ];
  }

  #comment(task: Task, indent: string): readonly string[] {
    const { file } = this.#writing.index.source;
    const about = task.description === undefined || task.instance ? '' : `: ${commentText(task.description)}`;
    return [`${indent}# ${file}, line ${this.#lineOf(task.name)}${about}`];
  }

  #task(task: Task, group: string, indent: string): readonly string[] {
    const { plan } = this.#writing;
    const id = plan.idOf(task);
    const [opening, closing] = task.foreach
      ? ['.partial(', `).expand(item=${this.#variables.get(id)}_items)`]
      : ['(', ')'];
    const args = taskArguments(task, plan.ruleOf(task), `${indent}    `, this.#writing);
    return [
      ...this.#comment(task, indent),
      ...(task.foreach ? [`${indent}${this.#items(task, withoutGroup(id, group))}`] : []),
      `${indent}${this.#variables.get(id)} = ${task.container ? 'PipelinePod' : 'PipelineTask'}${opening}`,
      `${indent}    task_id=${pythonString(withoutGroup(id, group))},`,
      ...args.map(([name, value]) => `${indent}    ${name}=${value},`),
      `${indent}${closing}`,
    ];
  }

  /** Airflow expands a task over all that another gives, so a task between them picks the list. */
  #items(task: Task, id: string): string {
    const { plan } = this.#writing;
    const list = listOutput(task, this.#writing);
    const from = list && `${this.#variables.get(plan.idOf(list.from))}.output, ${pythonString(list.name)}`;
    return `${this.#variables.get(plan.idOf(task))}_items = pick.override(task_id=${pythonString(`${id}.items`)})(${from})`;
  }

  #join({ id, rule, of }: Join, group: string, indent: string): readonly string[] {
    const why = of.continueOnError ? `What needs ${of.name} goes on also when it fails.` : `${of.name} as a whole.`;
    const name = this.#variables.get(id);
    const ownId = pythonString(withoutGroup(id, group));
    const text =
      rule === 'by_state'
        ? `go_on.override(task_id=${ownId}, trigger_rule="all_done")(${pythonString(this.#writing.plan.idOf(of))})`
        : `EmptyOperator(task_id=${ownId}, trigger_rule=${pythonString(rule)})`;
    return [`${indent}# ${why}`, `${indent}${name} = ${text}`];
  }

  /** Airflow looks at the last tasks only; a run of Dagwright has failed when any task has. */
  #result(): readonly string[] {
    const { plan } = this.#writing;
    if (plan.tasks.every(task => hidesNoFailure.has(plan.ruleOf(task)))) return [];
    return [
      '',
      '    # Airflow asks only the last tasks how the run has ended: this one fails it when any other has failed.',
      '    run_result = PipelineTask(task_id="run_result", known_as="run_result", run=["false"], trigger_rule="one_failed")',
    ];
  }

  #edges(hasResult: boolean): readonly string[] {
    const { plan } = this.#writing;
    const lines: string[] = [];
    const edge = (upstream: readonly string[], id: string | undefined) => {
      const names = upstream.map(name => this.#variables.get(name) ?? name);
      if (names.length > 0) lines.push(`    ${names.length === 1 ? names[0] : `[${names.join(', ')}]`} >> ${id}`);
    };
    for (const task of plan.tasks) edge(plan.upstreamOf(task), this.#variables.get(plan.idOf(task)));
    for (const { upstream, id } of plan.joins) edge(upstream, this.#variables.get(id));
    const watched = plan.tasks.filter(task => !task.continueOnError).map(plan.idOf);
    if (hasResult) edge(watched, 'run_result');
    return lines.length === 0 ? [] : ['', '    # What waits for what.', ...lines];
  }
}

/** With these, a task above that fails fails what stands below too. */
const hidesNoFailure: ReadonlySet<string> = new Set(['all_success', 'none_failed', 'none_failed_min_one_success']);

function withoutGroup(id: string, group: string): string {
  return group !== '' && id.startsWith(`${group}.`) ? id.slice(group.length + 1) : id;
}
