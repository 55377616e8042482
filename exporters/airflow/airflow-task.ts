import type { Task, TriggerRule } from '../../pipeline/pipeline.ts';
import type { ExpressionWriter, Written } from '../expressions/expression-writer.ts';
import type { Losses } from '../losses.ts';
import type { RunIndex } from '../run-index.ts';
import type { AirflowPlan } from './airflow-plan.ts';
import { type JinjaPlaces, templateText } from './jinja.ts';
import { podArguments } from './pod-arguments.ts';
import { pythonScript, pythonString, pythonValue } from './python-text.ts';

/** What writing a task needs to know. */
export interface TaskWriting {
  readonly index: RunIndex;
  readonly plan: AirflowPlan;
  readonly writer: ExpressionWriter;
  readonly places: JinjaPlaces;
  readonly losses: Losses;
}

/** The arguments of a task in the exported file, in the order in which one likes to read them. */
export function taskArguments(
  task: Task,
  rule: TriggerRule,
  indent: string,
  writing: TaskWriting,
): readonly (readonly [string, string])[] {
  const fill = (text: string, key: string): string => {
    const parts = writing.writer.parts(text, task);
    if (!('fault' in parts)) return templateText(parts, writing.places);
    writing.losses.refused(task.name, key, parts.fault);
    return '';
  };
  const quoted = (text: string, key: string) => pythonString(fill(text, key));
  const found: [string, string | undefined][] = [
    ['known_as', pythonString(task.name)],
    ...actionArguments(task, indent, fill),
    ['folder', task.scope === undefined ? undefined : `FOLDERS[${pythonString(task.scope)}]`],
    ['cwd', task.workingDirectory === undefined ? undefined : quoted(task.workingDirectory, 'working_directory')],
    ...podArguments(task, quoted, writing),
    ['env', environment(task, writing, quoted)],
    ['reads', reads(task, indent, writing)],
    ['gives', gives(task, quoted)],
    ['only_if', condition(task, writing)],
    ['trigger_rule', rule === 'all_success' ? undefined : pythonString(rule)],
    ...limitArguments(task),
  ];
  return found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

type Fill = (text: string, key: string) => string;

function actionArguments({ action }: Task, indent: string, fill: Fill): [string, string | undefined][] {
  switch (action.kind) {
    case 'script':
      return [
        ['run', pythonScript(fill(action.script, 'run'), indent)],
        ['shell', action.shell === 'sh' ? undefined : pythonString(action.shell)],
      ];
    case 'program':
      return [
        [
          'run',
          listText(
            action.argv.map(word => pythonString(fill(word, 'run'))),
            '[]',
            indent,
          ),
        ],
      ];
    case 'pipeline':
      return [];
    default:
      return action satisfies never;
  }
}

function environment(task: Task, { index }: TaskWriting, quoted: Fill): string | undefined {
  const users = usersOf(task, index);
  const shared = index.pipelineOf(task).env;
  const own = {
    ...(task.scope === undefined ? {} : shared),
    ...Object.fromEntries(users.flatMap(({ env }) => Object.entries(env))),
    ...task.env,
  };
  const pairs = Object.entries(own).map(([name, value]) => `${pythonString(name)}: ${quoted(value, 'env')}`);
  const common = Object.keys(index.source.pipeline.env).length > 0 ? ['**ENVIRONMENT'] : [];
  const all = [...(task.scope === undefined ? common : []), ...pairs];
  return all.length === 0 ? undefined : `{${all.join(', ')}}`;
}

/** The tasks by which a task is used, the outermost first. */
function usersOf(task: Task, index: RunIndex): readonly Task[] {
  const user = task.scope === undefined ? undefined : index.get(task.scope);
  return user ? [...usersOf(user, index), user] : [];
}

/** From where the file with the outputs of the needs is filled. */
function reads(task: Task, indent: string, { index, plan, losses }: TaskWriting): string | undefined {
  const pairs = task.needs.flatMap(name => {
    const need = index.get(name);
    const local = task.scope === undefined ? name : name.slice(task.scope.length + 1);
    if (need && Object.keys(index.usedBy(need)?.outputs ?? {}).length > 0)
      losses.lost(task.name, 'needs', usedInputs(need));
    const where = need && readFrom(need, task, index, plan, `${indent}    `);
    return where === undefined ? [] : [`${pythonString(local)}: ${where}`];
  });
  return pairs.length === 0 ? undefined : listText(pairs, '{}', indent);
}

function usedInputs({ name }: Task): string {
  return `The outputs of \`${name}\` are not in the file PIPELINE_INPUTS: read them as \${{ tasks.${name}.outputs.… }}.`;
}

/** In one line as long as that is short. */
function listText(items: readonly string[], [open, close]: string, indent: string): string {
  const line = items.join(', ');
  if (line.length <= 90 && !line.includes('\n')) return `${open}${line}${close}`;
  return `${open}\n${items.map(item => `${indent}    ${item},\n`).join('')}${indent}${close}`;
}

function readFrom(need: Task, reader: Task, index: RunIndex, plan: AirflowPlan, indent: string): string | undefined {
  if (Object.keys(need.outputs).length === 0) return undefined;
  if (need.foreach) return pythonString(`${plan.idOf(need)}[*]`);
  const match = index.matching(need, reader);
  if (match || !need.matrix) return pythonString(plan.idOf(match ?? need));
  return listText(
    index.membersOf(need.name).map(member => pythonString(plan.idOf(member))),
    '[]',
    indent,
  );
}

function gives(task: Task, quoted: Fill): string | undefined {
  const pairs = Object.entries(task.outputs).map(
    ([name, output]) =>
      `${pythonString(name)}: ${'path' in output ? `{"path": ${quoted(output.path, 'outputs')}}` : pythonString(output.type)}`,
  );
  return pairs.length === 0 ? undefined : `{${pairs.join(', ')}}`;
}

/** Its own condition and those of the groups that it is in. */
function condition(task: Task, { index, writer, losses }: TaskWriting): string | undefined {
  const found: Written[] = [];
  for (let at: Task | undefined = task; at; at = at.group === undefined ? undefined : index.get(at.group)) {
    for (const text of [at.if, at.foreach?.each?.if]) {
      const written = text === undefined ? undefined : writer.expression(text, at === task ? task : at);
      if (typeof written === 'string') losses.refused(task.name, 'if', written);
      else if (written?.kind === 'other') losses.refused(task.name, 'if', emptyList);
      else if (written) found.unshift(written);
    }
  }
  const [only] = found;
  if (!only) return undefined;
  const isBoolean = found.length === 1 && only.kind === 'boolean' && only.certain;
  const texts = found.map(({ text, atomic }) => (atomic || isBoolean ? text : `(${text})`));
  return pythonString(isBoolean ? `{{ ${texts[0]} }}` : `{{ not not (${texts.join(' and ')}) }}`);
}

const emptyList = 'In Airflow an empty list counts as false, which it does not here: compare the value with something.';

function limitArguments(task: Task): [string, string | undefined][] {
  const { retries, retryDelayMs, retryBackoff, maxRetryDelayMs, retryOnExitCodes, timeoutMs, pool, priority } = task;
  const isRetried = retries > 0;
  return [
    ['retries', isRetried ? String(retries) : undefined],
    ['retry_delay', isRetried ? timedelta(retryDelayMs) : undefined],
    ['retry_exponential_backoff', isRetried && retryBackoff !== 1 ? String(retryBackoff) : undefined],
    ['max_retry_delay', isRetried && maxRetryDelayMs !== undefined ? timedelta(maxRetryDelayMs) : undefined],
    ['retry_on', isRetried && retryOnExitCodes ? pythonValue(retryOnExitCodes) : undefined],
    ['execution_timeout', timeoutMs === undefined ? undefined : timedelta(timeoutMs)],
    ['pool', pool === undefined ? undefined : pythonString(pool)],
    ['priority_weight', priority === 0 ? undefined : String(priority)],
  ];
}

/** A duration as Python writes it, in the largest unit that holds it. */
export function timedelta(milliseconds: number): string {
  for (const [unit, length] of units) {
    if (milliseconds % length === 0 && milliseconds > 0) return `timedelta(${unit}=${milliseconds / length})`;
  }
  return `timedelta(seconds=${milliseconds / 1000})`;
}

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
  ['milliseconds', 1],
] as const;
