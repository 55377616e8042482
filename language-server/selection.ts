import type { Analysis } from '../pipeline/analyse.ts';
import type { EntrySyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { taskAt } from '../pipeline/task-at.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { placed, topEntry } from './task-facts.ts';

/** What a growing selection takes in, the smallest first: word, value, entry, map, task, tasks, file. Each is more than the one before. */
export function selectionsAt(analysis: Analysis, offset: number): readonly TextRange[] {
  const { text, syntax } = analysis;
  const around: TextRange[] = [{ start: 0, end: text.length }];
  const task = taskAt(analysis.syntax, offset);
  const last = syntax.tasks.at(-1);
  const key = topEntry(analysis, 'tasks')?.key.range;
  if (key && last) around.push({ start: key.start, end: placed(last, last.block.range).end });
  if (task) around.push(placed(task, task.block.range), placed(task, task.block.name.range));
  if (task?.block.body) goIn(task.block.body, offset, task.start, around);
  goInEntries(syntax.entries, offset, 0, around);
  around.push(lineAt(text, offset), wordAround(text, offset));
  return nested(around, offset);
}

function goIn(value: ValueSyntax, offset: number, shift: number, around: TextRange[]): void {
  const range = { start: value.range.start + shift, end: value.range.end + shift };
  if (!holds(range, offset)) return;
  around.push(range);
  if (value.kind === 'map') goInEntries(value.entries, offset, shift, around);
  if (value.kind === 'list') for (const item of value.items) goIn(item, offset, shift, around);
  if (value.kind === 'scalar' && (value.style === 'single-quoted' || value.style === 'double-quoted'))
    around.push({ start: range.start + 1, end: range.end - 1 });
}

function goInEntries(entries: readonly EntrySyntax[], offset: number, shift: number, around: TextRange[]): void {
  for (const { key, value } of entries) {
    const end = Math.max(key.range.end, value?.range.end ?? 0);
    const range = { start: key.range.start + shift, end: end + shift };
    if (!holds(range, offset)) continue;
    around.push(range, { start: range.start, end: key.range.end + shift });
    if (value) goIn(value, offset, shift, around);
  }
}

/** The line without the spaces around it: a step on the way out of a script. */
function lineAt(text: string, offset: number): TextRange {
  const from = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const line = text.slice(from, next === -1 ? text.length : next);
  const start = from + line.length - line.trimStart().length;
  return { start, end: Math.max(start, from + line.trimEnd().length) };
}

function wordAround(text: string, offset: number): TextRange {
  const isLetter = (at: number) => /[\p{L}\p{M}\p{N}_-]/u.test(text[at] ?? '');
  let start = offset;
  let end = offset;
  while (start > 0 && isLetter(start - 1)) start--;
  while (isLetter(end)) end++;
  return { start, end };
}

/** From the smallest to the largest, without those that cut across a larger one. */
function nested(around: readonly TextRange[], offset: number): readonly TextRange[] {
  const chain: TextRange[] = [];
  for (const range of around) {
    const outer = chain.at(-1);
    const fits = !outer || (outer.start <= range.start && range.end <= outer.end);
    const isLess = !outer || range.end - range.start < outer.end - outer.start;
    if (range.start < range.end && holds(range, offset) && fits && isLess) chain.push(range);
  }
  return chain.reverse();
}

function holds(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
