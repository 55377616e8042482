import type { Analysis } from '../../pipeline/analyse.ts';
import { unrollPipeline } from '../../pipeline/unroll/unroll-pipeline.ts';
import type { NextRun } from './run-facts.ts';
import type { UsedDocuments } from './used-documents.ts';

/** What a run of the text at `address` would be of; `undefined` where the text cannot be run. */
export function nextRun(analysis: Analysis | undefined, used: UsedDocuments, address: string): NextRun | undefined {
  const pipeline = analysis?.pipeline;
  if (!pipeline) return undefined;
  const unrolled = unrollPipeline(pipeline, address, used.usedFiles());
  if (!unrolled.ok) return undefined;
  const { maxParallel } = pipeline;
  return { tasks: unrolled.tasks, ...(maxParallel === undefined ? {} : { maxParallel }) };
}
