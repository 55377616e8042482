import { dirname, resolve } from 'node:path';
import { type Analysis, analyse } from '../../../pipeline/analyse.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { unrollPipeline } from '../../../pipeline/unroll/unroll-pipeline.ts';
import type { UsedPipeline } from '../../event.ts';
import type { CheckedFile } from '../check/problem-text.ts';
import { paintFor } from '../paint.ts';
import { Refusal } from '../refusal.ts';
import { type PipelineMemory, rememberedMeaning, rememberMeaning } from './remembered-pipeline.ts';

/** A pipeline that can be run. */
export interface RunnablePipeline {
  /** As its file says it. */
  readonly said: Pipeline;
  /** With the flat list of what is run: each group is followed by its members as far as they are known. */
  readonly unrolled: Pipeline;
  /** What tasks use, by the absolute path of the file. */
  readonly used: Readonly<Record<string, UsedPipeline>>;
}

/** What the text of `file` means when it is run, with all that it uses. A `Refusal` tells the errors, or what cannot be run. */
export async function runnablePipeline(file: string, text: string, memory?: PipelineMemory): Promise<RunnablePipeline> {
  const remembered = memory && rememberedMeaning(memory);
  if (remembered) return { ...remembered, used: {} };
  const analysis = analyse(text);
  if (!analysis.pipeline) {
    const problems = analysis.problems.filter(({ severity }) => severity === 'error');
    throw new Refusal(await errorsText(file, [{ name: file, text, problems }]));
  }
  const said = analysis.pipeline;
  const used = await usedBy(analysis, file);
  const files = { used, resolve: (path: string, from: string) => resolve(dirname(from), path) };
  const unrolled = unrollPipeline(said, resolve(file), files);
  if (!unrolled.ok) throw new Refusal(`${file}: ${unrolled.message}`);
  const { tasks } = unrolled;
  const meaning = { said, unrolled: tasks === said.tasks ? said : { ...said, tasks } };
  // Other files would have to be looked at too.
  if (memory && Object.keys(used).length === 0) rememberMeaning(memory, meaning);
  return { ...meaning, used };
}

async function usedBy(analysis: Analysis, file: string): Promise<RunnablePipeline['used']> {
  if (!analysis.pipeline?.tasks.some(({ action }) => action.kind === 'pipeline')) return {};
  // A pipeline that uses no other starts sooner without it.
  const { usedPipelines } = await import('../uses/used-pipelines.ts');
  const found = await usedPipelines(analysis, file);
  if ('wrong' in found) throw new Refusal(await errorsText(file, found.wrong));
  return found.used;
}

async function errorsText(file: string, wrong: readonly CheckedFile[]): Promise<string> {
  // A pipeline without errors starts sooner without it.
  const { problemsText } = await import('../check/problem-text.ts');
  const paint = paintFor(process.stderr, process.env);
  const shown = wrong.map(checked => problemsText(checked, paint, process.stderr.columns || 120));
  return `${file} is not a valid pipeline, so nothing was started.\n\n${shown.join('\n')}`.trimEnd();
}
