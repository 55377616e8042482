import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';

const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', '.dagwright']);

/** Whether a file of this name is a pipeline. */
export function isPipelineName(name: string): boolean {
  return name === 'pipeline.yaml' || name.endsWith('.pipeline.yaml') || name.endsWith('.pipeline.yml');
}

/** The files that the arguments mean: a folder stands for every pipeline below it, no argument for the current folder. A `Refusal` when there is none. */
export function pipelineFiles(args: readonly string[]): string[] {
  if (args.length === 0) return filesBelow('.');
  return args.flatMap(arg => (isFolder(arg) ? filesBelow(arg) : [arg]));
}

function filesBelow(folder: string): string[] {
  const found = [...walk(folder)];
  if (found.length > 0) return found;
  const where = folder === '.' ? `the current folder (${process.cwd()})` : folder;
  throw new Refusal(
    `There is no pipeline in or below ${where}. Pipelines are called pipeline.yaml, *.pipeline.yaml or *.pipeline.yml.`,
  );
}

/** Links to folders are not followed, so that it ends. */
function* walk(folder: string): Generator<string> {
  const entries = readFolder(folder).sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* walk(path);
    else if (!entry.isDirectory() && isPipelineName(entry.name)) yield path;
  }
}

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new Refusal(`The folder ${folder} cannot be read: ${systemText(error)}.`);
  }
}

function isFolder(path: string): boolean {
  return path !== '-' && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}
