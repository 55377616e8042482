import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
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
  const root = repositoryOf(path);
  return {
    name: pipelineName(said, path),
    file: file === '-' ? 'standard input' : basename(file),
    text,
    syntax: analyse(text).syntax,
    pipeline: said,
    tasks: unrolled.tasks,
    used,
    folderOf: target => between(folder, dirname(target ?? path)),
    folderInRepository: target => between(root, dirname(target ?? path)),
  };
}

/** The folder with `.git` around a file; the file's own where there is none. */
export function repositoryOf(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return dirname(path);
  }
}

function between(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
