import type { TextEdit } from '../pipeline/problem.ts';
import type { ScalarSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { indentOf, isEmpty, type Line, lineAt, lineBelow, openersOf } from './cursor/line.ts';

/** A stretch of several lines that stands behind one key or dash: a text, or brackets. */
export interface Stretch extends TextRange {
  readonly style?: ScalarSyntax['style'];
}

/** A column in which keys or dashes begin, and the one in which they are to. */
interface Level {
  readonly old: number;
  readonly now: number;
}

/**
 * The edits that let each level stand two columns further in than the one around it. Lists may begin in the column of
 * their key, where they do. What stands in `stretches` moves with the line that it begins in, comments with the line below.
 */
export function indentationEdits(text: string, stretches: readonly Stretch[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const levels: Level[] = [];
  const comments: Line[] = [];
  const sorted = stretches.toSorted((a, b) => a.start - b.start);
  let at = 0;
  for (let line: Line | undefined = lineAt(text, 0); line; line = lineBelow(text, line)) {
    if (isEmpty(text, line)) {
      if (line.content < line.end) comments.push(line);
      continue;
    }
    const before = [...levels];
    const level = placeLine(text, line, levels, edits);
    for (const comment of comments.splice(0)) moveLine(edits, comment, commentColumn(comment, before, level));
    while (sorted[at] && (sorted[at]?.start ?? 0) < line.start) at++;
    let end = line;
    for (let next = sorted[at]; next && next.start <= end.end; next = sorted[++at]) {
      end = moveStretch(text, next, end, levels, level, edits);
    }
    line = end;
  }
  const last = levels.at(-1) ?? { old: 0, now: 0 };
  for (const comment of comments) moveLine(edits, comment, commentColumn(comment, levels, last));
  return edits;
}

const step = 2;

/** Moves what begins in a line, and answers how its first letter moves. */
function placeLine(text: string, line: Line, levels: Level[], edits: TextEdit[]): Level {
  const openers = openersOf(text, line);
  const old = indentOf(line);
  while (levels.length > 0 && (levels.at(-1)?.old ?? 0) > old) levels.pop();
  const around = levels.at(-1);
  const now = around === undefined ? 0 : around.old === old ? around.now : around.now + step;
  moveLine(edits, line, now);
  let column = now;
  for (const [index, opener] of openers.entries()) {
    const own = { old: opener.column, now: column };
    if (levels.at(-1)?.old !== own.old) levels.push(own);
    const gap = /^ +(?=\S)/.exec(text.slice(opener.end, line.end))?.[0] ?? '';
    if (opener.step !== 0 || gap === '') continue;
    const next = openers[index + 1];
    const isNext = next === undefined || next.column === opener.column + 1 + gap.length;
    if (isNext && gap.length > 1 && text[opener.end + gap.length] !== '#')
      edits.push({ range: { start: opener.end, end: opener.end + gap.length }, newText: ' ' });
    column += isNext ? step : (next?.column ?? 0) - opener.column;
  }
  return { old, now };
}

/** Moves the lines of a stretch but its first, which begins in `line`; answers its last line. */
function moveStretch(
  text: string,
  stretch: Stretch,
  line: Line,
  levels: readonly Level[],
  level: Level,
  edits: TextEdit[],
): Line {
  const lines: Line[] = [];
  for (let next = lineBelow(text, line); next && next.start < stretch.end; next = lineBelow(text, next))
    lines.push(next);
  const shown = lines.filter(({ content, end }) => content < end);
  const least = Math.min(...shown.map(indentOf));
  const header = text.slice(stretch.start, line.end);
  const parent = levels.at(-1) ?? level;
  const isFree = stretch.style === 'block' && !/^[|>][-+]*\d/.test(header);
  const by = isFree
    ? parent.now + step - least
    : stretch.style === 'block'
      ? parent.now - parent.old
      : level.now - level.old;
  // Spaces of an empty line are a part of a text when they reach further in than it.
  for (const inner of stretch.style === 'block' ? lines : shown)
    moveLine(edits, inner, Math.max(0, indentOf(inner) + by));
  return lines.at(-1) ?? line;
}

/** With the line below when they stand in one column, else with what stands in its column above. */
function commentColumn(comment: Line, before: readonly Level[], below: Level): number {
  const own = indentOf(comment);
  if (own === below.old) return below.now;
  const level = before.findLast(({ old }) => old === own);
  return level ? level.now : below.now + Math.max(0, own - below.old);
}

function moveLine(edits: TextEdit[], line: Line, to: number): void {
  if (indentOf(line) === to) return;
  edits.push({ range: { start: line.start, end: line.content }, newText: ' '.repeat(to) });
}
