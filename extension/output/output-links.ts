/** A place in a file that a line of output names: `train.py:12:4`, `File "train.py", line 12`, `src/a.ts(3,7)`. */
export interface OutputLink {
  /** Where it stands in the line. */
  readonly start: number;
  readonly length: number;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** The places that a line of output names, from left to right; whether the files are there is not known. */
export function outputLinks(line: string): readonly OutputLink[] {
  const links: OutputLink[] = [];
  if (line.length > longest) return links;
  for (const form of forms) {
    for (const match of line.matchAll(form)) {
      const { path = '', line: row = '1', column = '1' } = match.groups ?? {};
      const [start, length] = [match.index, match[0].length];
      if (links.some(other => start < other.start + other.length && other.start < start + length)) continue;
      links.push({ start, length, path: path.replace(/^file:\/\//, ''), line: Number(row), column: Number(column) });
    }
  }
  return links.sort((a, b) => a.start - b.start);
}

/** Minified code and data are no messages. */
const longest = 2000;

const forms: readonly RegExp[] = [
  /File "(?<path>[^"]+)", line (?<line>\d+)/g,
  /(?<path>(?:file:\/\/)?[\w./\\@~+-]*[\w-]\.(?=\w*[A-Za-z])\w{1,8}):(?<line>\d+)(?::(?<column>\d+))?(?![\w.])/g,
  /(?<path>[\w./\\@~+-]*[\w-]\.(?=\w*[A-Za-z])\w{1,8})\((?<line>\d+),(?<column>\d+)\)/g,
  /at (?<path>[\w./\\@~+-]*[\w-]\.(?=\w*[A-Za-z])\w{1,8}) line (?<line>\d+)/g,
];
