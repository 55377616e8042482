import { indentOf, isEmpty, type Line, lineAbove, lineBelow, openersOf } from './line.ts';

/** The keys at `column` of the map that `line` is in, without its own. */
export function siblingKeys(text: string, line: Line, column: number): readonly string[] {
  const keys: string[] = [];
  const collect = (other: Line): boolean => {
    for (const { step, column: at } of openersOf(text, other)) if (at === column && step !== 0) keys.push(String(step));
    return indentOf(other) >= column;
  };
  if (indentOf(line) >= column) walk(text, line, lineAbove, collect);
  walk(text, line, lineBelow, other => indentOf(other) >= column && collect(other));
  return keys;
}

/** The scalar items, without their quotes, that stand behind a dash at `column` beside `line`, without its own. */
export function siblingItems(text: string, line: Line, column: number): readonly string[] {
  const items: string[] = [];
  const collect = (other: Line): boolean => {
    if (indentOf(other) > column) return true;
    const [dash, inner] = openersOf(text, other);
    if (indentOf(other) < column || dash?.step !== 0) return false;
    if (!inner) items.push(bare(text.slice(dash.value, other.end)));
    return true;
  };
  walk(text, line, lineAbove, collect);
  walk(text, line, lineBelow, collect);
  return items;
}

/** A scalar without its comment and quotes. */
function bare(scalar: string): string {
  const word = scalar.replace(/\s+#.*$/, '').trim();
  return word.replace(/^(["'])(.*)\1$/, '$2');
}

/** Goes from line to line, past empty ones, until `collect` says no. */
function walk(
  text: string,
  from: Line,
  step: (text: string, line: Line) => Line | undefined,
  collect: (line: Line) => boolean,
): void {
  for (let line = step(text, from); line; line = step(text, line)) {
    if (!isEmpty(text, line) && !collect(line)) return;
  }
}
