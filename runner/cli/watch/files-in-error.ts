import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { analyse } from '../../../pipeline/analyse.ts';
import type { WatchedFiles } from './watched-files.ts';

/** What to listen at while a pipeline cannot be run: what was listened at before, its file, and all that it uses by now, for the error may be there. */
export function filesInError(typed: string, before: WatchedFiles | undefined): WatchedFiles {
  const pipelines = new Set<string>();
  addWithUsed(resolve(typed), pipelines);
  const isPipeline = (path: string) => pipelines.has(path) || (before?.isPipeline(path) ?? false);
  return {
    key: JSON.stringify([before?.key, ...pipelines]),
    places: [...new Set([...(before?.places ?? []), ...pipelines])],
    isPipeline,
    isSource: path => isPipeline(path) || (before?.isSource(path) ?? false),
    isOfInterest: path => isPipeline(path) || (before?.isOfInterest(path) ?? false),
    readersOf: path => before?.readersOf(path) ?? [],
    writersOf: path => before?.writersOf(path) ?? [],
  };
}

function addWithUsed(file: string, found: Set<string>): void {
  if (found.has(file)) return;
  found.add(file);
  for (const { action } of tasksOf(file)) {
    if (action.kind === 'pipeline') addWithUsed(resolve(dirname(file), action.file), found);
  }
}

/** A file that cannot be read or understood uses nothing that we know of. */
function tasksOf(file: string) {
  try {
    return analyse(readFileSync(file, 'utf8')).pipeline?.tasks ?? [];
  } catch {
    return [];
  }
}
