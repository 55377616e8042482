import { basename, dirname } from 'node:path';
import type { Pipeline } from '../../../pipeline/pipeline.ts';

/** What a pipeline is called: what its file says, else the file's name without what makes it a pipeline; of `pipeline.yaml` the name of its folder. */
export function pipelineName(pipeline: Pipeline, path: string): string {
  if (pipeline.name !== undefined) return pipeline.name;
  const name = basename(path).replace(/\.(pipeline\.)?ya?ml$/, '');
  return name === 'pipeline' ? basename(dirname(path)) || name : name;
}
