import { plainName } from '../common-losses.ts';
import type { ExportSource } from '../export-source.ts';
import { place } from '../own-mark.ts';
import type { AirflowPlan } from './airflow-plan.ts';
import { dagArguments } from './airflow-schedule.ts';
import type { TaskWriting } from './airflow-task.ts';
import { DagBody } from './dag-body.ts';
import type { JinjaHelper } from './jinja.ts';
import { templateText } from './jinja.ts';
import { podClass } from './pod-class.ts';
import { helpersText } from './python-helpers.ts';
import { pythonString } from './python-text.ts';
import { goOnTask, pickTask, shellCommands, taskClass } from './task-class.ts';

/** The text of the file of one DAG: what it imports, the functions and the class that its tasks use, and the DAG. */
export function dagFile(writing: TaskWriting, used: ReadonlySet<JinjaHelper>, name: string): string {
  const { source } = writing.index;
  const body = new DagBody(writing).lines();
  const constants = constantLines(writing);
  const helpers = helpersText(new Set<JinjaHelper | 'given'>(['given', ...used]));
  const args = dagArguments(source.pipeline, used.size > 0);
  const { description } = source.pipeline;
  const hasPods = writing.plan.tasks.some(({ container }) => container);
  const macros =
    used.size > 0 ? [`MACROS = {${helpers.names.map(word => `"${word}": ${word}`).join(', ')}}`, '', ''] : [];
  const rest = [
    ...constants,
    '',
    '',
    ...helpers.texts.flatMap(text => [text, '', '']),
    taskClass,
    ...(hasPods ? ['', '', podClass] : []),
    ...(source.tasks.some(({ foreach }) => foreach) ? ['', '', pickTask] : []),
    ...(writing.plan.joins.some(({ rule }) => rule === 'by_state') ? ['', '', goOnTask] : []),
    '',
    '',
    ...macros,
    'with DAG(',
    `    dag_id=${pythonString(name)},`,
    ...(description === undefined ? [] : [`    description=${pythonString(description)},`]),
    ...args.lines.map(line => `    ${line}`),
    ') as dag:',
    ...body.slice(1),
    '',
  ].join('\n');
  return `${headLines(source.file, rest, args.imports).join('\n')}\n${rest}`;
}

function headLines(file: string, rest: string, timetables: readonly string[]): readonly string[] {
  const uses = (word: string) => new RegExp(`(?<!\\w)${word}\\b`).test(rest);
  const sdk = ['DAG', 'Param', 'TaskGroup', ...timetables, ...(uses('@task') ? ['task'] : [])].filter(uses).sort();
  return [
    `"""Exported from ${file} (mark ${place}). It is yours, and needs nothing but Airflow 3."""`,
    '',
    ...(uses('base64') ? ['import base64'] : []),
    'import json',
    'import os',
    'import re',
    ...(uses('shlex') ? ['import shlex'] : []),
    ...(uses('timedelta') || uses('timezone.utc')
      ? [
          `from datetime import ${['timedelta', 'timezone'].filter(word => (word === 'timezone' ? uses('timezone.utc') : uses(word))).join(', ')}`,
        ]
      : []),
    'from tempfile import TemporaryDirectory',
    ...(uses('dedent') ? ['from textwrap import dedent'] : []),
    '',
    ...(uses('pendulum') ? ['import pendulum'] : []),
    ...(uses('KubernetesPodOperator')
      ? ['from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator']
      : []),
    ...(uses('Secret') ? ['from airflow.providers.cncf.kubernetes.secret import Secret'] : []),
    'from airflow.providers.standard.operators.bash import BashOperator',
    ...(uses('EmptyOperator') ? ['from airflow.providers.standard.operators.empty import EmptyOperator'] : []),
    `from airflow.sdk import ${sdk.join(', ')}`,
    'from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException',
    ...(uses('pass_context') ? ['from jinja2 import pass_context'] : []),
    ...(uses('k8s') ? ['from kubernetes.client import models as k8s'] : []),
    '',
  ];
}

/** Where the files are, how scripts are started, and the variables that all tasks share. */
function constantLines({ index, writer, places, losses, plan }: TaskWriting): readonly string[] {
  const { source } = index;
  const here = 'os.path.dirname(os.path.abspath(__file__))';
  const at = (folder: string) =>
    folder === '' || folder === '.' ? here : `os.path.normpath(os.path.join(${here}, ${pythonString(folder)}))`;
  const scopes = new Map(
    source.tasks.flatMap(task => (task.scope === undefined ? [] : [[task.scope, index.folderOf(task)] as const])),
  );
  const shells = new Set(source.tasks.flatMap(({ action }) => (action.kind === 'script' ? [action.shell] : [])));
  const known = [...shells].filter(shell => shellCommands[shell] !== undefined);
  const [first] = source.tasks;
  const pairs = Object.entries(source.pipeline.env).map(([name, value]) => {
    const parts = first ? writer.parts(value, { ...first, env: {} }) : [value];
    if ('fault' in parts) losses.refused(undefined, 'env', parts.fault);
    return `    ${pythonString(name)}: ${'fault' in parts ? '""' : pythonString(templateText(parts, places))},`;
  });
  return [
    `# The name of the pipeline, and the folder of ${source.file}: its tasks run there.`,
    `PIPELINE = ${pythonString(source.name)}`,
    `FOLDER = ${at(source.folderOf())}`,
    ...podConstants(source, plan),
    ...(scopes.size === 0
      ? []
      : ['FOLDERS = {', ...[...scopes].map(([scope, folder]) => `    ${pythonString(scope)}: ${at(folder)},`), '}']),
    ...(known.length === 0
      ? ['SHELLS = {}']
      : ['SHELLS = {', ...known.map(shell => `    ${pythonString(shell)}: ${shellCommands[shell]},`), '}']),
    ...(pairs.length === 0 ? [] : ['ENVIRONMENT = {', ...pairs, '}']),
  ];
}

/** What pods are given: the files of the repository, and the secrets. */
function podConstants({ name, pipeline, folderInRepository }: ExportSource, { tasks }: AirflowPlan): readonly string[] {
  if (tasks.every(({ container }) => container === undefined)) return [];
  const up = folderInRepository().split('/').filter(Boolean);
  const root = up.map(() => '".."').join(', ');
  const secrets = pipeline.secrets.map(
    secret => `Secret("env", ${pythonString(secret)}, ${pythonString(podSecret(name))}, ${pythonString(secret)})`,
  );
  return [
    '# The volume claim with the files of the repository, which pods see at the same path as workers: say yours.',
    'CLAIM = "workspace"',
    `ROOT = ${up.length === 0 ? 'FOLDER' : `os.path.normpath(os.path.join(FOLDER, ${root}))`}`,
    ...(secrets.length === 0 ? [] : [`SECRETS = [${secrets.join(', ')}]`]),
  ];
}

/** The name of the Secret in Kubernetes that holds the secrets of a pipeline. */
export function podSecret(name: string): string {
  return `${plainName(name).toLowerCase()}-secrets`;
}
