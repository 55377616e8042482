import assert from 'node:assert/strict';
import { analyse } from '../../pipeline/analyse.ts';
import { lineAndColumn, lineIndex } from '../../pipeline/line-index.ts';
import type { Problem } from '../../pipeline/problem.ts';

/** The lines of `text` that have problems, each underlined, with the code, the message and the titles of the fixes. */
export function problemsIn(text: string): string {
  return render(text, analyse(text).problems);
}

/** The text after the first fix of the problem with this code. */
export function fixed(text: string, code: Problem['code']): string {
  const fix = analyse(text).problems.find(found => found.code === code)?.fixes[0];
  if (!fix) throw new Error(`There is no fix for ${code}.`);
  const edits = fix.edits.toSorted((a, b) => b.range.start - a.range.start);
  return edits.reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

/** The lines of `text` that have these problems, each underlined, with the code and the message. */
export function render(text: string, problems: readonly Problem[]): string {
  const index = lineIndex(text);
  const lines = problems.flatMap(found => {
    const { line, character } = lineAndColumn(index, found.range.start);
    const end = lineAndColumn(index, found.range.end);
    const source = (text.slice(index.lineStarts[line], index.lineStarts[line + 1]) || '').trimEnd();
    const width = end.line === line ? end.character - character : source.length - character;
    const carets = ' '.repeat(character) + '^'.repeat(Math.max(1, width));
    return [source, `${carets} ${found.severity} ${found.code}: ${found.message}`];
  });
  return lines.join('\n');
}

/** Compares the problems of a source with what a test says; both stand in the test with one common indentation. */
export function expectProblems(source: string, problems: string): void {
  const given = indentOf(source);
  assert.equal(problemsIn(unindent(source, given)), unindent(problems, given));
}

function indentOf(text: string): number {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return Math.min(...lines.map(line => /^ */.exec(line)?.[0].length ?? 0));
}

function unindent(text: string, by: number): string {
  return text
    .replace(/^\n/, '')
    .replace(/\n *$/, '')
    .split('\n')
    .map(line => line.slice(by))
    .join('\n');
}
