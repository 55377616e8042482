/**
 * How long it takes to read a pipeline anew, and again after an edit to what a task needs: tasks of eight lines, written
 * plainly, with a comment in each, and with the line ends of Windows. The median of some rounds, in milliseconds.
 */
import { type Analysis, analyse, reanalyse } from '../pipeline/analyse.ts';

const rounds = 9;

function main(): void {
  for (const count of [1_000, 10_000]) {
    for (const [style, text] of Object.entries(stylesOf(count))) {
      const reading = median(rounds, () => analyse(text));
      console.log(
        `${count} tasks, ${style}: read in ${reading.toFixed(1)} ms, edited in ${editing(text).toFixed(2)} ms`,
      );
    }
  }
}

function stylesOf(count: number): Readonly<Record<string, string>> {
  const plain = pipelineOf(count, '');
  return {
    plain,
    commented: pipelineOf(count, '    # what it is for\n'),
    'with CRLF': plain.replaceAll('\n', '\r\n'),
  };
}

function pipelineOf(count: number, comment: string): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const need = index < 10 ? '' : `t${index - 10}, t${index - 10 - (index % 10)}`;
    return `  t${index}:\n${comment}    description: The task ${index}.\n    needs: [${need}]\n    run: |\n      echo begin ${index}\n      python work.py --part ${index}\n    retries: 2\n    timeout: 10m\n`;
  });
  return `name: large\ntasks:\n${tasks.join('')}`;
}

/** A need of a task in the middle is written and taken back, again and again. */
function editing(text: string): number {
  const at = text.indexOf('needs: [', text.length / 2) + 'needs: ['.length;
  let analysis: Analysis = analyse(text);
  let isWritten = false;
  return median(60, () => {
    const range = isWritten ? { start: at, end: at + 4 } : { start: at, end: at };
    analysis = reanalyse(analysis, { range, newText: isWritten ? '' : 't1, ' });
    isWritten = !isWritten;
  });
}

function median(times: number, work: () => void): number {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return taken.sort((a, b) => a - b)[times >> 1] ?? Number.NaN;
}

main();
