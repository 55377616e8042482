import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { ExportSource } from '../../../exporters/export-source.ts';
import { analyse } from '../../../pipeline/analyse.ts';
import { readPipelineFile } from '../pipeline-file.ts';
import { pipelineName } from '../run/pipeline-name.ts';
import { runnablePipeline } from '../run/runnable-pipeline.ts';

/** Reads a pipeline, with all that it uses, for an export that will lie in `folder` (absolute). A `Refusal` tells its errors. */
export async function readExportSource(file: string, folder: string): Promise<ExportSource> {
  const { text } = await readPipelineFile(file);
  const path = resolve(file);
  const { said, unrolled, used } = await runnablePipeline(file, text);
  return {
    name: pipelineName(said, path),
    file: file === '-' ? 'standard input' : basename(file),
    text,
    syntax: analyse(text).syntax,
    pipeline: said,
    tasks: unrolled.tasks,
    used,
    folderOf: target =>
      relative(folder, dirname(target ?? path))
        .split(sep)
        .join('/'),
  };
}
