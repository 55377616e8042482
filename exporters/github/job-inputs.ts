import type { Task } from '../../pipeline/pipeline.ts';
import { YamlMap, yamlRecord } from '../yaml-text.ts';
import { filled, inFolder, type JobWriting } from './job-writing.ts';

/** The program for jq that makes the file PIPELINE_INPUTS of `needs`, where every output is a text. */
export function inputsFilter(task: Task, writing: JobWriting): string | undefined {
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

/** The step that writes the file. */
export function writeInputs(filter: string): YamlMap {
  return new YamlMap(
    ['name', 'Write PIPELINE_INPUTS'],
    ['run', `jq '${filter}' <<< "$NEEDS" > "$RUNNER_TEMP/inputs.json"\n`],
    ['shell', 'bash'],
    ['env', yamlRecord({ NEEDS: '${{ toJSON(needs) }}' })],
  );
}
