import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { type Analysis, analyse } from '../../../pipeline/analyse.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { dormantFeatures, unsupportedFeatures } from '../../../pipeline/unsupported-features.ts';
import { pastDurations } from '../../history/past-durations.ts';
import { findRoot } from '../../run-directory/root.ts';
import type { RunOptions } from '../../run-options.ts';
import { paintFor } from '../paint.ts';
import { readPipelineFile } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';
import { version } from '../version.ts';
import { gitState } from './git-state.ts';
import { paramValues } from './params.ts';

/** What the command line says about a run. */
export interface RunWishes {
  readonly param: readonly string[];
  readonly maxParallel?: number;
  readonly failFast?: boolean;
}

/** What a run is started with, and what the user should know of it beforehand: a sentence each. */
export interface PreparedRun {
  readonly options: RunOptions;
  readonly notes: readonly string[];
}

/** All that a run is made of, from the pipeline's file and the command line. A `Refusal` says why it cannot be run; nothing has happened then. */
export async function prepareRun(file: string, wishes: RunWishes): Promise<PreparedRun> {
  if (file === '-') throw new Refusal('A pipeline is run from a file: its folder is where the tasks work.');
  const { text, bytes } = await readPipelineFile(file);
  const path = resolve(file);
  const root = findRoot(dirname(path));
  // Another process finds it out meanwhile.
  const gitFound = gitState(dirname(path));
  const durationsFound = pastDurations(root, path);
  const pipeline = await pipelineOf(file, text);
  const params = paramValues(pipeline.params, wishes.param);
  const git = await gitFound;
  const durations = await durationsFound;
  const options = {
    ...{ root, file: path, pipeline, params, durations, dagwrightVersion: version },
    name: pipeline.name ?? nameOf(path),
    fileHash: createHash('sha256').update(bytes).digest('hex'),
    ...(wishes.maxParallel === undefined ? {} : { maxParallel: wishes.maxParallel }),
    ...(wishes.failFast === undefined ? {} : { failFast: wishes.failFast }),
    ...(git === undefined ? {} : { git }),
  };
  return { options, notes: dormantFeatures(pipeline) };
}

async function pipelineOf(file: string, text: string): Promise<Pipeline> {
  const analysis = analyse(text);
  if (!analysis.pipeline) throw new Refusal(await errorsText(file, analysis));
  const missing = unsupportedFeatures(analysis.pipeline);
  if (missing.length > 0) throw new Refusal(`${file}: ${missingText(missing)}`);
  return analysis.pipeline;
}

function missingText(sentences: readonly string[]): string {
  const more = sentences.length - shownMissing;
  return sentences.slice(0, shownMissing).join(' ') + (more > 0 ? ` And ${more} more of the kind.` : '');
}

const shownMissing = 5;

async function errorsText(file: string, { text, problems }: Analysis): Promise<string> {
  // A pipeline without errors starts sooner without it.
  const { problemsText } = await import('../check/problem-text.ts');
  const paint = paintFor(process.stderr, process.env);
  const errors = problems.filter(problem => problem.severity === 'error');
  const shown = problemsText({ name: file, text, problems: errors }, paint, process.stderr.columns || 120);
  return `${file} is not a valid pipeline, so nothing was started.\n\n${shown}`.trimEnd();
}

/** The file's name without what makes it a pipeline; of `pipeline.yaml` the name of its folder. */
function nameOf(path: string): string {
  const name = basename(path).replace(/\.(pipeline\.)?ya?ml$/, '');
  return name === 'pipeline' ? basename(dirname(path)) || name : name;
}
