import type { Task } from '../../pipeline/pipeline.ts';
import { YamlMap, type YamlValue, yamlRecord } from '../yaml-text.ts';
import { handOn } from './hand-on.ts';
import { runnerTemp, tellFolders } from './job-container.ts';
import { inputsFilter, writeInputs } from './job-inputs.ts';
import { filesOf, filled, folderOf, inFolder, type JobWriting } from './job-writing.ts';
import { shellWord, wordVariables } from './shell-words.ts';

/** The steps of a job: the files of the repository and of the jobs before, the task itself, and what it hands on. */
export function jobSteps(task: Task, before: readonly Task[], writing: JobWriting): readonly YamlMap[] {
  const files = before.filter(other => filesOf(other).length > 0);
  const inputs = inputsFilter(task, writing);
  return [
    new YamlMap(['uses', 'actions/checkout@v5']),
    ...(task.container ? [tellFolders(inputs !== undefined)] : []),
    ...files.map(other => download(other, task, writing)),
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

function download(other: Task, reader: Task, { jobs }: JobWriting): YamlMap {
  const id = jobs.id(other);
  return new YamlMap(
    ['name', `Get the files of ${other.name}`],
    ['uses', 'actions/download-artifact@v5'],
    ['continue-on-error', true],
    ['with', yamlRecord({ name: id, path: `${runnerTemp(reader)}/files/${id}` })],
  );
}

const unpack = new YamlMap(
  ['name', 'Put the files in their places'],
  ['run', 'for files in "$RUNNER_TEMP"/files/*/files.tar; do if [ -f "$files" ]; then tar -xf "$files"; fi; done'],
);

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
    ['timeout-minutes', task.timeoutMs === undefined ? undefined : Math.ceil(task.timeoutMs / 60_000)],
    ['continue-on-error', task.continueOnError ? true : undefined],
    [
      'env',
      yamlRecord({
        PIPELINE_NAME: index.source.name,
        PIPELINE_RUN_ID: '${{ github.run_id }}',
        PIPELINE_TASK: task.name,
        PIPELINE_ATTEMPT: '${{ github.run_attempt }}',
        ...(task.container ? {} : { PIPELINE_OUTPUT: '${{ runner.temp }}/outputs' }),
        ...wordVariables(wordsOf(task, writing)),
        ...(hasInputs && !task.container ? { PIPELINE_INPUTS: '${{ runner.temp }}/inputs.json' } : {}),
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
