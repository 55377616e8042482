import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Analysis } from '../../../pipeline/analyse.ts';
import { checkUses } from '../../../pipeline/uses/check-uses.ts';
import { isPipelineText } from '../../../pipeline/uses/uses-of.ts';
import type { UsedPipeline } from '../../event.ts';
import type { CheckedFile } from '../check/problem-text.ts';
import { pipelineName } from '../run/pipeline-name.ts';
import { UsedReader } from './used-reader.ts';

/** The pipelines that one uses, ready to be run, by the absolute path of their file; or the files with errors. */
export type UsedPipelines =
  | { readonly used: Readonly<Record<string, UsedPipeline>> }
  | { readonly wrong: readonly CheckedFile[] };

/** Reads all that a pipeline without errors uses; `file` is its name as it was typed. */
export async function usedPipelines(analysis: Analysis, file: string): Promise<UsedPipelines> {
  const reader = new UsedReader();
  const path = resolve(file);
  const paths = await reader.readAround(analysis, path);
  const wrong = [checked(file, analysis, path, reader)];
  const used: [string, UsedPipeline][] = [];
  for (const target of paths) {
    // What leads back to the file itself is told where it begins.
    if (target === path) continue;
    const found = reader.find(target);
    if (!found || !('analysis' in found) || !isPipelineText(found.analysis)) continue;
    wrong.push(checked(reader.name(target), found.analysis, target, reader));
    const { pipeline } = found.analysis;
    if (!pipeline) continue;
    const fileHash = createHash('sha256')
      .update(reader.file(target)?.bytes ?? '')
      .digest('hex');
    used.push([target, { name: pipelineName(pipeline, target), fileHash, pipeline }]);
  }
  const faulty = wrong.filter(({ problems }) => problems.length > 0);
  return faulty.length > 0 ? { wrong: faulty } : { used: Object.fromEntries(used) };
}

function checked(name: string, analysis: Analysis, path: string, reader: UsedReader): CheckedFile {
  const found = [...analysis.problems, ...checkUses(analysis, path, reader)];
  return { name, text: analysis.text, problems: found.filter(({ severity }) => severity === 'error') };
}
