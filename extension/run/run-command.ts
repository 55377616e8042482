import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { PipelineFiles } from '../pipelines/pipeline-files.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { askParams } from './ask-params.ts';
import { beginRun, type RunStartParts } from './begin-run.ts';
import { needsAnswers } from './param-form.ts';

/** What starting a run by a command needs. */
export interface RunCommandParts extends RunStartParts {
  readonly files: PipelineFiles;
  readonly documents: PipelineDocuments;
}

/** Starts a run of the pipeline that `argument` or the editor points at: saved, checked, and with its params asked for where `form` or a param without default wants it. */
export async function runPipelineCommand(parts: RunCommandParts, argument: unknown, form: boolean): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline } = ready;
  const params = await paramsOf(parts, file, pipeline, form);
  if (params) await beginRun(parts, file, { params }, pipeline);
}

/** The params of a run, asked for where `form` or a param without default wants it; `undefined` when the user turns away. */
export async function paramsOf(
  { context }: RunCommandParts,
  file: string,
  { name, params }: Pipeline,
  form: boolean,
): Promise<Record<string, string> | undefined> {
  const asks = (form && Object.keys(params).length > 0) || needsAnswers(params);
  return asks ? askParams(context.workspaceState, file, t`Run ${name ?? basename(file)}`, params) : {};
}
