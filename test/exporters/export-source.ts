import type { ExportSource } from '../../exporters/export-source.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { unrollPipeline } from '../../pipeline/unroll/unroll-pipeline.ts';

/** The text of a pipeline file without errors as exporters get it; `used` are the texts of others, by their absolute path. */
export function exportSource(text: string, used: Readonly<Record<string, string>> = {}): ExportSource {
  const { pipeline, syntax, problems } = analyse(text);
  if (!pipeline) throw new Error(problems.map(({ message }) => message).join('\n'));
  const others = Object.fromEntries(Object.entries(used).map(([file, other]) => [file, { pipeline: meaning(other) }]));
  const unrolled = unrollPipeline(pipeline, '/p/a.pipeline.yaml', { used: others, resolve: file => `/p/${file}` });
  if (!unrolled.ok) throw new Error(unrolled.message);
  const folderOf = () => '';
  return {
    name: pipeline.name ?? 'a',
    file: 'a.pipeline.yaml',
    text,
    syntax,
    pipeline,
    tasks: unrolled.tasks,
    used: others,
    folderOf,
    folderInRepository: folderOf,
  };
}

function meaning(text: string) {
  const { pipeline } = analyse(text);
  if (!pipeline) throw new Error('The used pipeline has errors.');
  return pipeline;
}
