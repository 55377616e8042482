import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';

const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', '.dagwright']);

/** Whether a file of this name is a pipeline. */
export function isPipelineName(name: string): boolean {
  return name === 'pipeline.yaml' || name.endsWith('.pipeline.yaml') || name.endsWith('.pipeline.yml');
}

/** The pipelines that arguments mean, and a sentence for each folder that could not be looked through. */
export interface PipelineFiles {
  readonly files: string[];
  readonly refusals: string[];
}

/** The files that the arguments mean: a folder stands for every pipeline below it, no argument for the current folder. A `Refusal` when there is none. */
export function pipelineFiles(args: readonly string[]): PipelineFiles {
  const refusals: string[] = [];
  const files =
    args.length === 0
      ? filesBelow('.', refusals)
      : args.flatMap(arg => (isFolder(arg) ? filesBelow(arg, refusals) : [arg]));
  return { files, refusals };
}

function filesBelow(folder: string, refusals: string[]): string[] {
  const before = refusals.length;
  const found = [...walk(folder, refusals)];
  if (found.length > 0 || refusals.length > before) return found;
  const where = folder === '.' ? `the current folder (${process.cwd()})` : folder;
  throw new Refusal(
    `There is no pipeline in or below ${where}. Pipelines are called pipeline.yaml, *.pipeline.yaml or *.pipeline.yml.`,
  );
}

/** Links to folders are not followed, so that it ends. */
function* walk(folder: string, refusals: string[]): Generator<string> {
  const entries = readFolder(folder, refusals).sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* walk(path, refusals);
    else if (!entry.isDirectory() && isPipelineName(entry.name)) yield path;
  }
}

/** One folder that may not be read keeps no other from being looked through. */
function readFolder(folder: string, refusals: string[]) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    refusals.push(`The folder ${folder} cannot be read: ${systemText(error)}.`);
    return [];
  }
}

function isFolder(path: string): boolean {
  return path !== '-' && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}
