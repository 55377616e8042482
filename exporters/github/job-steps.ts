import type { Task } from '../../pipeline/pipeline.ts';
import type { ExpressionWriter } from '../expressions/expression-writer.ts';
import type { Losses } from '../losses.ts';
import type { RunIndex } from '../run-index.ts';
import { YamlMap, type YamlValue, yamlRecord } from '../yaml-text.ts';
import { partText } from './github-dialect.ts';
import type { Jobs } from './jobs.ts';

/** What writing jobs needs to know. */
export interface JobWriting {
  readonly index: RunIndex;
  readonly jobs: Jobs;
  readonly writer: ExpressionWriter;
  readonly losses: Losses;
}

/** A text with expressions as it stands in a workflow; what cannot be said is refused at `key`. */
export function filled(text: string, key: string, task: Task, { writer, losses }: JobWriting): string {
  const parts = writer.parts(text, task);
  if (!('fault' in parts)) return parts.map(partText).join('');
  losses.refused(task.name, key, parts.fault);
  return '';
}

/** The steps of a job: the files of the repository and of the jobs before, the task itself, and what it hands on. */
export function jobSteps(task: Task, before: readonly Task[], writing: JobWriting): readonly YamlMap[] {
  const files = before.filter(other => filesOf(other).length > 0);
  const inputs = inputsFilter(task, writing);
  return [
    new YamlMap(['uses', 'actions/checkout@v5']),
    ...files.map(other => download(other, writing)),
    ...(files.length > 0 ? [unpack] : []),
    ...(inputs === undefined ? [] : [writeInputs(inputs)]),
    taskStep(task, inputs !== undefined, writing),
    ...handOn(task, writing),
  ];
}

/** What a job hands on to others by `needs`. */
export function jobOutputs(task: Task): YamlMap | undefined {
  const names = Object.entries(task.outputs).filter(([, output]) => 'type' in output);
  if (names.length === 0) return undefined;
  return yamlRecord(Object.fromEntries(names.map(([name]) => [name, `\${{ steps.outputs.outputs.${name} }}`])));
}

function filesOf({ outputs }: Task): readonly string[] {
  return Object.values(outputs).flatMap(output => ('path' in output ? [output.path] : []));
}

function download(other: Task, { jobs }: JobWriting): YamlMap {
  const id = jobs.id(other);
  return new YamlMap(
    ['name', `Get the files of ${other.name}`],
    ['uses', 'actions/download-artifact@v5'],
    ['continue-on-error', true],
    ['with', yamlRecord({ name: id, path: `\${{ runner.temp }}/files/${id}` })],
  );
}

const unpack = new YamlMap(
  ['name', 'Put the files in their places'],
  ['run', 'for files in "$RUNNER_TEMP"/files/*/files.tar; do if [ -f "$files" ]; then tar -xf "$files"; fi; done'],
);

/** The program for jq that makes the file PIPELINE_INPUTS of `needs`, where every output is a text. */
function inputsFilter(task: Task, writing: JobWriting): string | undefined {
  const { index, jobs, losses } = writing;
  const needs = task.needs.flatMap(name => {
    const need = index.get(name);
    if (!need) return [];
    const local = task.scope === undefined ? name : name.slice(task.scope.length + 1);
    const isGiven = Object.keys(need.outputs).length > 0 || Object.keys(index.usedBy(need)?.outputs ?? {}).length > 0;
    if (isGiven && (need.matrix || need.foreach || index.usedBy(need))) {
      losses.lost(
        task.name,
        'needs',
        `The outputs of \`${name}\` are not in the file PIPELINE_INPUTS: read them as \${{ tasks.${local}.outputs.… }}.`,
      );
      return [];
    }
    const pairs = Object.entries(need.outputs).map(([output, kind]) => {
      const at = `$needs[${JSON.stringify(jobs.id(need))}].outputs[${JSON.stringify(output)}]`;
      if ('path' in kind)
        return `${JSON.stringify(output)}: "\\(env.GITHUB_WORKSPACE)/${inFolder(index.source.folderInRepository(), filled(kind.path, 'outputs', need, writing))}"`;
      return `${JSON.stringify(output)}: ${kind.type === 'string' ? at : `(${at} | fromjson? // null)`}`;
    });
    return pairs.length === 0
      ? []
      : [`  ${JSON.stringify(local)}: {\n${pairs.map(pair => `    ${pair}`).join(',\n')}\n  }`];
  });
  return needs.length === 0 ? undefined : `. as $needs | {\n${needs.join(',\n')}\n}`;
}

function writeInputs(filter: string): YamlMap {
  return new YamlMap(
    ['name', 'Write PIPELINE_INPUTS'],
    ['run', `jq '${filter}' <<< "$NEEDS" > "$RUNNER_TEMP/inputs.json"\n`],
    ['shell', 'bash'],
    ['env', yamlRecord({ NEEDS: '${{ toJSON(needs) }}' })],
  );
}

function taskStep(task: Task, hasInputs: boolean, writing: JobWriting): YamlMap {
  const { index } = writing;
  const folder = folderOf(task, index);
  const within =
    task.workingDirectory === undefined
      ? folder
      : inFolder(folder, filled(task.workingDirectory, 'working_directory', task, writing));
  return new YamlMap(
    ['name', task.name],
    ['id', 'task'],
    ...runEntries(task, writing),
    ['working-directory', within === '' ? undefined : within],
    ['continue-on-error', task.continueOnError ? true : undefined],
    [
      'env',
      yamlRecord({
        PIPELINE_NAME: index.source.name,
        PIPELINE_RUN_ID: '${{ github.run_id }}',
        PIPELINE_TASK: task.name,
        PIPELINE_ATTEMPT: '${{ github.run_attempt }}',
        PIPELINE_OUTPUT: '${{ runner.temp }}/outputs',
        ...wordVariables(wordsOf(task, writing)),
        ...(hasInputs ? { PIPELINE_INPUTS: '${{ runner.temp }}/inputs.json' } : {}),
      }),
    ],
  );
}

/** The words of a program's command line. */
function wordsOf(task: Task, writing: JobWriting): readonly string[] {
  return task.action.kind === 'program' ? task.action.argv.map(word => filled(word, 'run', task, writing)) : [];
}

function runEntries(task: Task, writing: JobWriting): readonly (readonly [string, YamlValue])[] {
  const { action } = task;
  switch (action.kind) {
    case 'script':
      return [
        ['run', filled(action.script, 'run', task, writing)],
        ['shell', shells[action.shell] ?? action.shell],
      ];
    case 'program':
      return [
        [
          'run',
          wordsOf(task, writing)
            .map((word, place) => shellWord(word, `WORD_${place}`))
            .join(' '),
        ],
        ['shell', 'bash'],
      ];
    case 'pipeline':
      return [];
    default:
      return action satisfies never;
  }
}

const shells: Readonly<Record<string, string>> = {
  sh: 'sh -e {0}',
  bash: 'bash --noprofile --norc -eo pipefail {0}',
  python: 'python3 {0}',
  node: 'node {0}',
};

/** A word as the shell reads it; of one with an expression, the name of the variable that holds it. */
function shellWord(word: string, variable: string): string {
  if (word.includes('${{')) return `"$${variable}"`;
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words with values that are known only in the run: as variables no shell reads them as a command. */
function wordVariables(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.flatMap((word, place) => (word.includes('${{') ? [[`WORD_${place}`, word]] : [])));
}

/** Declared values must be there; files are kept for the jobs behind. */
function handOn(task: Task, writing: JobWriting): readonly YamlMap[] {
  const values = Object.entries(task.outputs)
    .filter(([, output]) => 'type' in output)
    .map(([name]) => name);
  const files = filesOf(task).map(path =>
    inFolder(folderOf(task, writing.index), filled(path, 'outputs', task, writing)),
  );
  const condition = task.continueOnError ? [['if', "steps.task.outcome == 'success'"] as const] : [];
  const check = values.map(
    name =>
      `grep -Eq '^ *${name} *(=|<<)' "$RUNNER_TEMP/outputs" || { echo "It did not write its output ${name} to PIPELINE_OUTPUT."; exit 1; }\n`,
  );
  return [
    ...(values.length === 0
      ? []
      : [
          new YamlMap(
            ['name', 'Hand on the outputs'],
            ['id', 'outputs'],
            ...condition,
            ['run', `${check.join('')}cat "$RUNNER_TEMP/outputs" >> "$GITHUB_OUTPUT"\n`],
            ['shell', 'bash'],
          ),
        ]),
    ...(files.length === 0
      ? []
      : [
          new YamlMap(
            ['name', 'Pack the files'],
            ...condition,
            [
              'run',
              `tar -cf "$RUNNER_TEMP/files.tar" ${files.map((file, place) => shellWord(file, `WORD_${place}`)).join(' ')}`,
            ],
            ['shell', 'bash'],
            ['env', files.some(file => file.includes('${{')) ? yamlRecord(wordVariables(files)) : undefined],
          ),
          new YamlMap(
            ['name', 'Hand on the files'],
            ...condition,
            ['uses', 'actions/upload-artifact@v4'],
            ['with', yamlRecord({ name: writing.jobs.id(task), path: '${{ runner.temp }}/files.tar' })],
          ),
        ]),
  ];
}

function folderOf(task: Task, index: RunIndex): string {
  const user = task.scope === undefined ? undefined : index.get(task.scope);
  return index.source.folderInRepository(user?.action.kind === 'pipeline' ? user.action.file : undefined);
}

function inFolder(folder: string, path: string): string {
  return folder === '' || path.startsWith('/') ? path : `${folder}/${path}`;
}
