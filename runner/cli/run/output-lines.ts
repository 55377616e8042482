import { stripVTControlCharacters } from 'node:util';
import { attemptFolder, outputLog, runFolder } from '../../layout.ts';
import { readLastLines } from '../../run-directory/output-tail.ts';

const shownLines = 15;
const longestLine = 300;

/** The end of what an attempt wrote, ready for a terminal: without what would move its cursor, a progress bar as it stood last. */
export async function outputLines(root: string, runId: string, task: string, attempt: number): Promise<string[]> {
  const log = outputLog(attemptFolder(runFolder(root, runId), task, attempt));
  return (await readLastLines(log, shownLines)).map(tameLine);
}

function tameLine(line: string): string {
  const last = line.split('\r').findLast(part => part !== '') ?? '';
  const text = stripVTControlCharacters(last)
    .replaceAll('\t', '    ')
    .replace(/\p{Cc}/gu, '');
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}
