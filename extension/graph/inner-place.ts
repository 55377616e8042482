import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import type { FilesBeside } from '../../pipeline/uses/files-beside.ts';
import { usesOf } from '../../pipeline/uses/uses-of.ts';

/** A place in the text of a file. */
export interface InnerPlace {
  /** As the files beside call it. */
  readonly path: string;
  readonly range: TextRange;
}

/** Where the task `ingest/load` of a used pipeline stands in its own file; `undefined` for a task of the file itself. */
export function innerPlace(
  files: FilesBeside,
  analysis: Analysis,
  path: string,
  name: string,
  isInner = false,
): InnerPlace | undefined {
  const own = isInner ? analysis.syntax.tasksByName.get(name) : undefined;
  if (own) {
    const { start, end } = own.block.name.range;
    return { path, range: { start: start + own.start, end: end + own.start } };
  }
  for (const { task, file } of usesOf(analysis)) {
    if (!name.startsWith(`${task}/`)) continue;
    const target = files.resolve(file, path);
    const found = files.find(target);
    if (!found || !('analysis' in found)) continue;
    const place = innerPlace(files, found.analysis, target, name.slice(task.length + 1), true);
    if (place) return place;
  }
  return undefined;
}
