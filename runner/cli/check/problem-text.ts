import { type LineIndex, lineAndColumn, lineIndex } from '../../../pipeline/line-index.ts';
import type { Problem, Severity } from '../../../pipeline/problem.ts';
import type { TextRange } from '../../../pipeline/text-range.ts';
import { oneLine } from '../one-line.ts';
import type { Paint } from '../paint.ts';
import { excerptOf } from './excerpt.ts';

/** A file that was checked: its name as it is shown, its text, and what is wrong with it. */
export interface CheckedFile {
  readonly name: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** More of one file nobody reads. */
const mostShown = 1000;

const severityWords: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', hint: 'hint' };
const colours = { error: 'red', warning: 'yellow', hint: 'cyan' } as const satisfies Record<Severity, string>;

/** The problems of a file as a compiler shows them: `file:line:column: error: message [code]`, the line with its underline, the places related to it, the fix. `words` says how each severity is called. */
export function problemsText(
  file: CheckedFile,
  paint: Paint,
  width: number,
  words: Readonly<Record<Severity, string>> = severityWords,
): string {
  const index = lineIndex(file.text);
  const sorted = [...file.problems].sort((one, other) => one.range.start - other.range.start);
  const shown = sorted
    .slice(0, mostShown)
    .map(problem => `${problemText(problem, file, index, paint, width, words)}\n`);
  const left = sorted.length - shown.length;
  if (left > 0) shown.push(`${file.name}: and ${left} more; --format json tells them all.\n`);
  return shown.join('\n');
}

function problemText(
  problem: Problem,
  file: CheckedFile,
  index: LineIndex,
  paint: Paint,
  width: number,
  words: Readonly<Record<Severity, string>>,
): string {
  const { severity, message, code, range, related, fixes } = problem;
  const head = `${paint('bold', `${placeText(file, index, range)}:`)} ${paint([colours[severity], 'bold'], `${words[severity]}:`)}`;
  const [fix] = fixes;
  return [
    `${head} ${oneLine(message)}${code === ('' as string) ? '' : ` ${paint('dim', `[${code}]`)}`}`,
    ...sourceLines(file.text, index, range, (text: string) => paint([colours[severity], 'bold'], text), paint, width),
    ...related.map(
      place => `  ${paint('dim', `${placeText(file, index, place.range)}: note:`)} ${oneLine(place.message)}`,
    ),
    ...(fix ? [`  ${paint('green', 'help:')} ${oneLine(fix.title)}`] : []),
  ].join('\n');
}

function placeText(file: CheckedFile, index: LineIndex, range: TextRange): string {
  const { line, character } = lineAndColumn(index, range.start);
  return `${file.name}:${line + 1}:${character + 1}`;
}

function sourceLines(
  text: string,
  index: LineIndex,
  range: TextRange,
  mark: (text: string) => string,
  paint: Paint,
  width: number,
): string[] {
  const { line, character } = lineAndColumn(index, range.start);
  const start = index.lineStarts[line] ?? 0;
  const source = text.slice(start, index.lineStarts[line + 1] ?? text.length).replace(/[\r\n]+$/, '');
  const number = String(line + 1);
  const gutter = ' '.repeat(number.length);
  const at = Math.min(character, source.length);
  const excerpt = excerptOf(source, at, Math.min(range.end - start, source.length), width - number.length - 6);
  return [
    `  ${paint('dim', `${number} │`)} ${excerpt.text}`,
    `  ${paint('dim', `${gutter} │`)} ${' '.repeat(excerpt.indent)}${mark('^'.repeat(excerpt.length))}`,
  ];
}
