import type { Analysis } from '../pipeline/analyse.ts';
import { analyse } from '../pipeline/analyse.ts';
import type { TextEdit } from '../pipeline/problem.ts';
import type { EntrySyntax, ValueSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { edited } from './actions/fix-all.ts';
import { indentationEdits, type Stretch } from './indentation.ts';

/** A larger text is left as it is: to make sure that it still means the same would take too long. */
const largest = 2_000_000;

/**
 * The edits that tidy a pipeline up, or the stretch of it that is asked for: two spaces for each level, one behind a
 * colon, a dash and a comma, one inside braces, none at the end of a line, no more than one empty line. What scripts and
 * comments say stays as it is, and so does a text that has faults, or that would come to mean something else.
 */
export function formattingOf(analysis: Analysis, within?: TextRange): readonly TextEdit[] {
  const { text, problems } = analysis;
  if (text.length > largest || problems.some(({ code }) => code === 'yaml-syntax')) return [];
  const { spaces, stretches } = spacing(analysis);
  const isWanted = ({ range }: TextEdit) => !within || (within.start <= range.start && range.end <= within.end);
  for (const edits of [[...spaces, ...indentationEdits(text, stretches)], spaces]) {
    const sorted = withoutOverlap(edits.filter(isWanted));
    if (sorted.length === 0 || meansTheSame(analysis, sorted)) return sorted;
  }
  return [];
}

/** The edits within lines, and what stands in several lines as one. */
function spacing({ text, syntax }: Analysis) {
  const kept: Stretch[] = [];
  const edits: TextEdit[] = [];
  for (const entry of syntax.entries) visitEntry(text, entry, 0, kept, edits);
  const tasks = syntax.entries.find(({ key }) => key.text === 'tasks')?.key.range.end ?? 0;
  // Tasks in braces are laid out by whoever wrote them so.
  const inBraces = /^["']?\s*:\s*\{/.test(text.slice(tasks, tasks + 200));
  for (const { start, block } of inBraces ? [] : syntax.tasks) {
    if (block.body) visitEntry(text, { key: block.name, value: block.body }, start, kept, edits);
  }
  const scalars = kept.filter(({ style }) => style !== undefined);
  return { spaces: [...edits, ...lineEdits(text, scalars)], stretches: kept };
}

function meansTheSame(before: Analysis, edits: readonly TextEdit[]): boolean {
  const after = analyse(edited(before.text, edits));
  const says = ({ pipeline, problems }: Analysis) =>
    JSON.stringify([pipeline, problems.map(({ code, message }) => [code, message])]);
  return says(before) === says(after);
}

function visitEntry(
  text: string,
  { key, value }: EntrySyntax,
  shift: number,
  kept: Stretch[],
  edits: TextEdit[],
): void {
  if (!value || value.range.start < key.range.end) return;
  const gap = { start: key.range.end + shift, end: value.range.start + shift };
  const between = text.slice(gap.start, gap.end);
  if (/^[ \t]*:[ \t]+$/.test(between) && between !== ': ') edits.push({ range: gap, newText: ': ' });
  visitValue(text, value, shift, kept, edits);
}

function visitValue(text: string, value: ValueSyntax, shift: number, kept: Stretch[], edits: TextEdit[]): void {
  const range = { start: value.range.start + shift, end: value.range.end + shift };
  if (value.kind === 'scalar') {
    if (text.slice(range.start, range.end).includes('\n')) kept.push({ ...range, style: value.style });
    return;
  }
  if (value.flow && text.slice(range.start, range.end).includes('\n')) kept.push(range);
  const parts = value.kind === 'list' ? value.items.map(item => item.range) : value.entries.map(entryRange);
  if (value.flow && text[range.start] !== '*') spaceFlow(text, value.kind, range, parts, shift, edits);
  if (value.kind === 'list') for (const item of value.items) visitValue(text, item, shift, kept, edits);
  else for (const entry of value.entries) visitEntry(text, entry, shift, kept, edits);
}

function entryRange({ key, value }: EntrySyntax): TextRange {
  return { start: key.range.start, end: Math.max(key.range.end, value?.range.end ?? 0) };
}

/** Only what stands in one line, and without a comment or an anchor between its parts. */
function spaceFlow(
  text: string,
  kind: 'list' | 'map',
  range: TextRange,
  parts: readonly TextRange[],
  shift: number,
  edits: TextEdit[],
): void {
  if (text.slice(range.start, range.end).includes('\n')) return;
  const inside = kind === 'map' ? ' ' : '';
  const places = parts.map(({ start, end }) => ({ start: start + shift, end: end + shift }));
  let from = range.start + 1;
  for (const [index, part] of [...places, { start: range.end - 1, end: range.end }].entries()) {
    const between = text.slice(from, part.start);
    const isEnd = index === places.length;
    const wanted = places.length === 0 ? '' : index === 0 || isEnd ? inside : ', ';
    if (/^[ ]*,?[ ]*$/.test(between) && between !== wanted && between.includes(',') === wanted.includes(',')) {
      edits.push({ range: { start: from, end: part.start }, newText: wanted });
    }
    from = part.end;
  }
}

/** Spaces at the ends of lines and empty lines beyond one, outside of texts of several lines; one line end at the end. */
function lineEdits(text: string, kept: readonly TextRange[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const isFree = (start: number, end: number) => !kept.some(range => range.start < end && start < range.end);
  for (const { 0: spaces, index } of text.matchAll(/[ \t]+(?=\r?\n|$)/g)) {
    const end = index + spaces.length;
    if (isFree(index, end)) edits.push({ range: { start: index, end }, newText: '' });
  }
  for (const { 0: lines, 1: newline = '\n', index } of text.matchAll(/(\r?\n)(?:[ \t]*\r?\n){2,}/g)) {
    const end = index + lines.length;
    if (isFree(index, end)) edits.push({ range: { start: index, end }, newText: newline + newline });
  }
  const last = text.trimEnd().length;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (last > 0 && text.slice(last) !== newline && isFree(last, text.length + 1)) {
    edits.push({ range: { start: last, end: text.length }, newText: newline });
  }
  return edits;
}

function withoutOverlap(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits.toSorted((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  let end = -1;
  return sorted.filter(({ range }) => {
    const isFree = range.start >= end;
    if (isFree) end = range.end;
    return isFree;
  });
}
