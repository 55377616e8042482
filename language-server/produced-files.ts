import type { Analysis } from '../pipeline/analyse.ts';
import { filePattern, isPattern, matches } from '../pipeline/file-pattern.ts';
import { taskAt } from '../pipeline/task-at.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { placed } from './task-facts.ts';

/** Where the tasks of a pipeline say that they write the file whose path stands at an offset, in `inputs` or `outputs`. */
export function producersAt(analysis: Analysis, offset: number): readonly TextRange[] {
  const task = taskAt(analysis.syntax, offset);
  const units = analysis.kept.assembly?.world.table.units ?? [];
  const position = task ? analysis.syntax.tasks.indexOf(task) : -1;
  const facts = units[position]?.facts;
  if (!task || !facts) return [];
  const at = offset - task.start;
  const wanted = facts.reads
    .filter(({ place: { range } }) => range.start <= at && at <= range.end)
    .map(({ path }) => path);
  if (wanted.length === 0) return [];
  const found = new Map<number, TextRange>();
  for (const [index, unit] of units.entries()) {
    const writing = analysis.syntax.tasks[index];
    for (const { path, place } of unit.facts.writes) {
      if (!writing || !wanted.some(read => isWritten(read, path))) continue;
      const range = placed(writing, place.range);
      found.set(range.start, range);
    }
  }
  return [...found.values()];
}

function isWritten(read: string, written: string): boolean {
  if (read === written || read.startsWith(`${written}/`)) return true;
  const pattern = isPattern(read) ? filePattern(read) : undefined;
  return pattern !== undefined && matches(pattern, written);
}
