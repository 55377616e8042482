import type { Task } from '../../pipeline/pipeline.ts';
import { matrixCombinations } from '../../pipeline/unroll/matrix-combinations.ts';
import { conditionsOf, endsOf, openingOf } from '../rules/group-ends.ts';
import { RuleConditions } from '../rules/rule-condition.ts';
import { YamlMap, type YamlValue, yamlRecord } from '../yaml-text.ts';
import { argoTag } from './argo-dialect.ts';
import type { ArgoWriting } from './argo-writing.ts';

/** The template of the graph: what waits for what, and what each task is given. The templates of the tasks are written after it. */
export function dagTemplate(tasks: readonly Task[], writing: ArgoWriting): YamlMap {
  const { id, index } = writing;
  const ends = (name: string) =>
    [`${name}.Succeeded`, `${name}.Failed || ${name}.Errored`, `${name}.Skipped || ${name}.Omitted`] as const;
  const rules = new RuleConditions(index, {
    succeeded: task => (task.continueOnError ? `${ends(id(task))[0]} || ${ends(id(task))[1]}` : ends(id(task))[0]),
    failed: task => ends(id(task))[1],
    notRun: task => ends(id(task))[2],
  });
  // Argo asks the targets how the graph has ended, and without any the last tasks.
  const asksAll = tasks.some(task => !hidesNoFailure.has(openingOf(task, index).triggerRule) || task.continueOnError);
  const targets = tasks.filter(task => !task.continueOnError).map(id);
  tellLastThatMayFail(tasks, writing);
  const nodes = tasks.map(task => dagTask(task, rules, writing));
  const dag = new YamlMap(
    ['failFast', index.source.pipeline.failFast],
    ['target', asksAll ? targets.join(' ') : undefined],
    ['tasks', nodes],
  );
  return new YamlMap(['name', 'main'], ['dag', dag]);
}

const hidesNoFailure: ReadonlySet<string> = new Set(['all_success', 'none_failed', 'none_failed_min_one_success']);

/** A task that is no target and that nobody waits for would not be run at all. */
function tellLastThatMayFail(tasks: readonly Task[], { index, losses }: ArgoWriting): void {
  const needed = new Set(tasks.flatMap(task => openingOf(task, index).needs));
  for (const { name, group, continueOnError } of tasks) {
    if (!continueOnError || needed.has(name) || (group !== undefined && needed.has(group))) continue;
    losses.refused(
      name,
      'continue_on_error',
      'Argo asks the last tasks how the run has ended: let another task wait for this one.',
    );
  }
}

function dagTask(task: Task, rules: RuleConditions, writing: ArgoWriting): YamlMap {
  const { id, given, matrixOf, losses, writer } = writing;
  const values = new Map<string, string>();
  const rule = rules.of(task);
  if ('refused' in rule) losses.refused(task.name, 'trigger_rule', rule.refused);
  if ('text' in rule && rule.text === 'false') losses.refused(task.name, 'trigger_rule', 'Its rule can never hold.');
  const conditions = conditionsOf(task, writing.index).map(({ text, viewpoint }) => {
    const written = writer.expression(text, viewpoint === task ? task : { ...viewpoint, name: task.name });
    if (typeof written === 'string') losses.refused(task.name, 'if', written);
    else if (written.kind !== 'boolean')
      losses.refused(
        task.name,
        'if',
        'Argo takes only true and false for a truth value: compare the value with something.',
      );
    else return written.text;
    return 'false';
  });
  const matrix = matrixOf(task);
  const list = task.foreach && listTag(task, writing);
  const parameters = () => [...(given.get(task.name) ?? values)].map(([name, value]) => yamlRecord({ name, value }));
  return new YamlMap(
    ['name', id(task)],
    ['template', id(task)],
    ['depends', 'refused' in rule ? undefined : dependsText(task, rule.text, writing)],
    [
      'when',
      conditions.length === 0
        ? undefined
        : `{{=${conditions.length === 1 ? conditions[0] : conditions.map(text => `(${text})`).join(' && ')}}}`,
    ],
    ['arguments', argumentsOf(parameters())],
    ['withItems', matrix ? items(matrix) : undefined],
    ['withParam', list],
  );
}

/** Argo fails at a value that an item does not have; here it is empty. */
function items(matrix: NonNullable<Task['matrix']>): readonly YamlMap[] {
  const all = matrixCombinations(matrix).map(({ values }) => values);
  const empty = Object.fromEntries(all.flatMap(values => Object.keys(values).map(name => [name, ''] as const)));
  return all.map(values => yamlRecord({ ...empty, ...values }));
}

function argumentsOf(parameters: readonly YamlValue[]): YamlMap | undefined {
  return parameters.length === 0 ? undefined : new YamlMap(['parameters', parameters]);
}

function listTag(task: Task, { writer, losses }: ArgoWriting): string {
  const { list = '' } = task.foreach ?? {};
  const { foreach: _, ...reader } = task;
  const written = writer.template(list.includes('${{') ? list : `\${{ ${list} }}`, reader);
  const tag = typeof written === 'string' ? undefined : argoTag(written);
  if (tag === undefined)
    losses.refused(
      task.name,
      'foreach',
      typeof written === 'string' ? written : 'Argo goes through a list that one task gave.',
    );
  return tag ?? '[]';
}

/** The rule over the needs; those that it does not name must have ended too. */
function dependsText(task: Task, rule: string | true, { index, id }: ArgoWriting): string | undefined {
  const needs = openingOf(task, index).needs.flatMap(name => index.get(name) ?? []);
  const ends = [...new Set(needs.flatMap(need => endsOf(need, index)).map(id))];
  if (ends.length === 0) return undefined;
  const asked = rule === true || rule === 'true' ? '' : rule;
  const named = new Set(asked.match(/[\w-]+(?=\.(?:Succeeded|Failed|Skipped))/g));
  const waits = ends
    .filter(end => !named.has(end))
    .map(end => `(${end}.Succeeded || ${end}.Failed || ${end}.Errored || ${end}.Skipped || ${end}.Omitted)`);
  const own = asked === '' ? [] : [asked.includes(' || ') && waits.length > 0 ? `(${asked})` : asked];
  return [...own, ...waits].join(' && ');
}
