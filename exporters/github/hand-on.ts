import type { Task } from '../../pipeline/pipeline.ts';
import { YamlMap, yamlRecord } from '../yaml-text.ts';
import { runnerTemp } from './job-container.ts';
import { filesOf, filled, folderOf, inFolder, type JobWriting } from './job-writing.ts';
import { shellWord, wordVariables } from './shell-words.ts';

/** Declared values must be there; files are kept for the jobs behind. */
export function handOn(task: Task, writing: JobWriting): readonly YamlMap[] {
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
            ['with', yamlRecord({ name: writing.jobs.id(task), path: `${runnerTemp(task)}/files.tar` })],
          ),
        ]),
  ];
}
