import { stripVTControlCharacters } from 'node:util';
import { attemptPath, outputLog, runFolder } from '../../layout.ts';
import { readLastLines } from '../../run-directory/output-tail.ts';

const shownLines = 15;
const longestLine = 300;

/** The end of what an attempt wrote, ready for a terminal: without what would move its cursor, a progress bar as it stood last, and without a last line that was `said` already. */
export async function outputLines(
  root: string,
  runId: string,
  task: string,
  attempt: number,
  said?: string,
): Promise<string[]> {
  const log = outputLog(attemptPath(runFolder(root, runId), task, attempt));
  const lines = (await readLastLines(log, shownLines)).map(tameLine);
  return lines.at(-1) === said ? lines.slice(0, -1) : lines;
}

function tameLine(line: string): string {
  const last = line.split('\r').findLast(part => part !== '') ?? '';
  const text = stripVTControlCharacters(last)
    .replaceAll('\t', '    ')
    .replace(/\p{Cc}/gu, '');
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}
