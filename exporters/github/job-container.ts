import type { Task } from '../../pipeline/pipeline.ts';
import { YamlMap, type YamlValue } from '../yaml-text.ts';
import { filesOf, filled, type JobWriting } from './job-writing.ts';
import { quotedWord } from './shell-words.ts';

/** The container of a job, in GitHub's words, which are ours. */
export function jobContainer(task: Task, writing: JobWriting): YamlValue | undefined {
  const { container } = task;
  if (!container) return undefined;
  tellContainer(task, writing);
  const fill = (text: string) => filled(text, 'container', task, writing);
  const { cpus, memoryBytes } = task.resources;
  const options = [
    ...(container.user === undefined ? [] : [`--user=${container.user}`]),
    ...(cpus === undefined ? [] : [`--cpus=${cpus}`]),
    ...(memoryBytes === undefined ? [] : [`--memory=${memoryBytes}b`]),
    ...container.options,
  ];
  const image = fill(container.image);
  const volumes = container.volumes.map(fill);
  if (options.length + volumes.length === 0) return image;
  return new YamlMap(
    ['image', image],
    ['volumes', volumes.length === 0 ? undefined : volumes],
    ['options', options.length === 0 ? undefined : options.map(quotedWord).join(' ')],
  );
}

/** In a container the folders of the runner have other paths, which only its variables tell. */
export function tellFolders(hasInputs: boolean): YamlMap {
  const inputs = hasInputs ? '  echo "PIPELINE_INPUTS=$RUNNER_TEMP/inputs.json"\n' : '';
  return new YamlMap(
    ['name', 'Tell the folders of the container'],
    ['id', 'folders'],
    [
      'run',
      `{\n  echo "PIPELINE_OUTPUT=$RUNNER_TEMP/outputs"\n${inputs}} >> "$GITHUB_ENV"\necho "temp=$RUNNER_TEMP" >> "$GITHUB_OUTPUT"\n`,
    ],
    ['shell', 'sh'],
  );
}

/** The folder for what lasts as long as the job, as the settings of an action say it. */
export function runnerTemp({ container }: Task): string {
  return container ? '${{ steps.folders.outputs.temp }}' : '${{ runner.temp }}';
}

function tellContainer(task: Task, { losses }: JobWriting): void {
  const { name, container } = task;
  const hasFiles = filesOf(task).length > 0;
  const wanted = [
    'bash',
    ...(hasFiles ? ['tar'] : []),
    ...(task.needs.length > 0 ? ['tar and jq, where needs give outputs'] : []),
  ];
  losses.lost(
    name,
    'container',
    `GitHub runs all steps of the job in the container, with the repository at another path. Its image needs ${wanted.join(', ')}.`,
  );
  if (container?.user === undefined)
    losses.lost(name, 'container', 'Without `user` the job runs as the user that the image says, not as you.');
  if (container?.options.some(option => /^--(?:network|net|entrypoint)\b/.test(option)))
    losses.refused(name, 'container', 'GitHub takes no --network and no --entrypoint for the container of a job.');
}
