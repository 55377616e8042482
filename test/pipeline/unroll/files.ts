import { posix } from 'node:path';
import { type Analysis, analyse } from '../../../pipeline/analyse.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { UsedFiles } from '../../../pipeline/unroll/used-files.ts';
import type { FilesBeside } from '../../../pipeline/uses/files-beside.ts';

/** Pipeline files by their names, in a folder of their own. */
export type Texts = Readonly<Record<string, string>>;

/** The file that is run is the first. */
export function rootOf(texts: Texts): string {
  return `/data/${Object.keys(texts)[0]}`;
}

export function resolveFile(file: string, from: string): string {
  return posix.resolve(posix.dirname(from), file);
}

/** What the first file says, and all files for those that use them. None may have an error. */
export function pipelinesOf(texts: Texts): { readonly pipeline: Pipeline; readonly files: UsedFiles } {
  const used = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [`/data/${name}`, { pipeline: pipelineOf(text) }]),
  );
  const pipeline = used[rootOf(texts)]?.pipeline;
  if (!pipeline) throw new Error('There is no file.');
  return { pipeline, files: { used, resolve: resolveFile } };
}

/** The files as checks see them; `links` are other paths of the same files. */
export function filesBeside(texts: Texts, links: Readonly<Record<string, string>> = {}): FilesBeside {
  const analyses = new Map<string, Analysis>(
    Object.entries(texts).map(([name, text]) => [`/data/${name}`, analyse(text)]),
  );
  return {
    resolve: resolveFile,
    name: path => posix.relative('/data', path),
    find: path => {
      const identity = Object.hasOwn(links, posix.relative('/data', path))
        ? `/data/${links[posix.relative('/data', path)]}`
        : path;
      const analysis = analyses.get(identity);
      if (!analysis) return { problem: `${posix.relative('/data', path)} cannot be read: no such file or directory.` };
      return { analysis, identity };
    },
  };
}

function pipelineOf(text: string): Pipeline {
  const { pipeline, problems } = analyse(text);
  if (!pipeline) throw new Error(problems.map(({ message }) => message).join('\n'));
  return pipeline;
}
