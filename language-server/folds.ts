import type { Analysis } from '../pipeline/analyse.ts';
import type { EntrySyntax, ValueSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { placed, topEntry } from './task-facts.ts';

/** A stretch that may be folded into its first line, where it has several. */
export interface Fold {
  readonly range: TextRange;
  readonly kind: 'block' | 'comment';
}

/** Every key with what stands below it, every task, the tasks together, and comments of several lines. Linear in the text. */
export function folds(analysis: Analysis): readonly Fold[] {
  const { entries, tasks } = analysis.syntax;
  const found: TextRange[] = [];
  const last = tasks.at(-1);
  const key = topEntry(analysis, 'tasks')?.key.range;
  if (key && last) found.push({ start: key.start, end: placed(last, last.block.range).end });
  for (const entry of entries) collect(entry, 0, found);
  for (const task of tasks) {
    found.push(placed(task, task.block.range));
    collectIn(task.block.body, task.start, found);
  }
  const blocks = found.map((range): Fold => ({ range, kind: 'block' }));
  return [...blocks, ...comments(analysis.text)];
}

function collect({ key, value }: EntrySyntax, shift: number, found: TextRange[]): void {
  if (!value || value.range.start < key.range.end) return;
  found.push({ start: key.range.start + shift, end: value.range.end + shift });
  collectIn(value, shift, found);
}

function collectIn(value: ValueSyntax | undefined, shift: number, found: TextRange[]): void {
  if (value?.kind === 'map') for (const entry of value.entries) collect(entry, shift, found);
  if (value?.kind === 'list') for (const item of value.items) collectIn(item, shift, found);
}

function comments(text: string): readonly Fold[] {
  return [...text.matchAll(/^[ \t]*#.*(?:\r?\n[ \t]*#.*)+/gm)].map(({ index, 0: lines }) => {
    return { range: { start: index, end: index + lines.length }, kind: 'comment' };
  });
}
