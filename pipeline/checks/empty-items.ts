import { type Problem, problem, replacement } from '../problem.ts';
import type { EntrySyntax, ListSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';

/** Tells of the items of the lists of a task behind whose dash, or last comma, nothing stands. `text` is the piece of the task. */
export function checkEmptyItems(text: string, body: ValueSyntax | undefined): readonly Problem[] {
  if (body?.kind !== 'map') return none;
  const { entries } = body;
  let found = none;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    if (!entry || entry.value?.kind === 'scalar') continue;
    const inside = checkEntry(text, entry);
    if (inside.length > 0) found = found.concat(inside);
  }
  return found;
}

function checkEntry(text: string, { key, value }: EntrySyntax): readonly Problem[] {
  if (value?.kind === 'map' && text[value.range.start] !== '*') return checkEmptyItems(text, value);
  if (value?.kind !== 'list' || value.range.start < key.range.end) return none;
  if (value.flow) return key.text === 'needs' ? checkLastComma(text, value) : none;
  const advice = key.text === 'needs' ? 'name a task' : 'write something behind the dash';
  return emptyDashes(text, value).map(range => {
    const message = `An item of "${key.text}" is empty: ${advice}, or take it out.`;
    const fixes = [replacement('Take the empty item out', wholeLine(text, range), '')];
    return problem('invalid-value', range, message, { fixes });
  });
}

const none: readonly Problem[] = [];

/** A list over several lines may well end in a comma; in one line, something was about to be written. */
function checkLastComma(text: string, { items, range }: ListSyntax): readonly Problem[] {
  const from = items.at(-1)?.range.end;
  if (from === undefined || from === range.end - 1) return none;
  const found = /^ *, *(?=\]$)/.exec(text.slice(from, range.end));
  if (!found) return none;
  const comma = from + found[0].indexOf(',');
  const fixes = [replacement('Take the comma out', { start: from, end: from + found[0].length }, '')];
  const message = 'No task stands behind the last comma of "needs": name one, or take the comma out.';
  return [problem('redundant-dependency', { start: comma, end: comma + 1 }, message, { fixes })];
}

/** The dashes in the column of the list, before, between and behind its items, that stand alone in their lines. */
function emptyDashes(text: string, { items, range }: ListSyntax): readonly TextRange[] {
  if (text[range.start] !== '-') return [];
  const column = range.start - (text.lastIndexOf('\n', range.start - 1) + 1);
  const found: TextRange[] = [];
  let from = range.start - column;
  for (const item of [...items, undefined]) {
    const gap = text.slice(from, item?.range.start);
    for (const { index, groups } of gap.matchAll(/^(?<indent> *)(?<rest>.*)$/gm)) {
      const [rest, start] = [groups?.rest ?? '', from + index + column];
      const isOwnLine = text[from + index - 1] === '\n' && groups?.indent?.length === column;
      const isDash = /^-[ \t]*(?:#.*)?$/.test(rest) && (!item || text.slice(start, item.range.start).includes('\n'));
      if (isOwnLine && isDash) found.push({ start, end: start + 1 });
      else if (!item && text[from + index - 1] === '\n' && /^[^#\s]/.test(rest)) break;
    }
    from = item?.range.end ?? text.length;
  }
  return found;
}

function wholeLine(text: string, { start }: TextRange): TextRange {
  const newline = text.indexOf('\n', start);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: newline === -1 ? text.length : newline + 1 };
}
