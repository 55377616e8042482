import type { SyntaxFault } from './syntax-fault.ts';

/** A longer line would keep everybody waiting; thousands of tasks written by a program fit into one. */
const longestLine = 400_000;

/** The fault of the first line of a piece that is too long to be read, if there is one. */
export function longLineFault(text: string): SyntaxFault | undefined {
  if (text.length <= longestLine) return undefined;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end - start > longestLine) {
      const message = `This line is too long to be read: it has ${end - start} characters, and at most ${longestLine} are read. Put what it holds into a file.`;
      const first = start + (/^\s*/.exec(text.slice(start, start + 1000))?.[0].length ?? 0);
      return { range: { start: first, end: Math.min(first + 40, end) }, message, fixes: [], spoils: { start, end } };
    }
    start = end + 1;
  }
  return undefined;
}
