import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';

/** A text in quotes at `at`, without escapes and within `end`; `undefined` for any other. */
export function readQuoted(text: string, at: number, end: number): ScalarSyntax | undefined {
  const quote = text[at] ?? '';
  const close = text.indexOf(quote, at + 1);
  if (close === -1 || close >= end) return undefined;
  const value = text.slice(at + 1, close);
  if (quote === '"' ? value.includes('\\') : text[close + 1] === "'") return undefined;
  const style = quote === '"' ? 'double-quoted' : 'single-quoted';
  return { kind: 'scalar', range: { start: at, end: close + 1 }, value, text: value, style };
}

/** A text without quotes from `at` to `end`; `undefined` when it might be more than a text, `true`, `false` or a plain number. */
export function readPlain(text: string, at: number, end: number): ScalarSyntax | undefined {
  const words = text.slice(at, end);
  if (words.endsWith(':') || words.includes(': ')) return undefined;
  const value = plainValue(words);
  return value === undefined
    ? undefined
    : { kind: 'scalar', range: { start: at, end }, value, text: words, style: 'plain' };
}

function plainValue(words: string): string | number | boolean | undefined {
  if (certainText.test(words)) return otherWords.test(words) ? booleans.get(words) : words;
  return plainNumber.test(words) ? Number(words) : undefined;
}

/** Begins with a letter or another sign that begins no number and has no meaning of its own; or is a duration. */
const certainText = /^(?:-{0,2}[A-Za-z_$/(\u00a0-\ud7ff]|\.\/|\.\.\/|\d+(?:ms|s|m|h|d)$)/;
const otherWords = /^(?:null|true|false)$/i;
const plainNumber = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/;
const booleans = new Map([
  ['true', true],
  ['false', false],
]);

const flowWord = /(?:[A-Za-z0-9_./$]|--?[A-Za-z])[\w./$@%+=*-]*(?: +[\w./$@%+=(][\w./$@%+=*()-]*)*/y;
const flowKey = /([A-Za-z_][\w.-]*): +/y;
const deepestFlow = 8;

/** A value inside brackets: a word, a text in quotes, a list or a map, all of it within `end`. */
export function readFlowValue(text: string, at: number, end: number, depth: number): ValueSyntax | undefined {
  const first = text[at];
  if (first === '"' || first === "'") return readQuoted(text, at, end);
  if (depth < deepestFlow && first === '[') return readFlowList(text, at, end, depth);
  if (depth < deepestFlow && first === '{') return readFlowMap(text, at, end, depth);
  flowWord.lastIndex = at;
  if (!flowWord.test(text) || flowWord.lastIndex > end) return undefined;
  return readPlain(text, at, flowWord.lastIndex);
}

function readFlowList(text: string, start: number, end: number, depth: number): ValueSyntax | undefined {
  const items: ValueSyntax[] = [];
  const close = readFlowItems(text, start, end, ']', at => {
    const item = readFlowValue(text, at, end, depth + 1);
    if (item) items.push(item);
    return item?.range.end;
  });
  return close === undefined
    ? undefined
    : { kind: 'list', range: { start, end: close }, items: items.slice(), flow: true };
}

function readFlowMap(text: string, start: number, end: number, depth: number): ValueSyntax | undefined {
  const entries: EntrySyntax[] = [];
  const names = new Set<string>();
  const close = readFlowItems(text, start, end, '}', at => {
    flowKey.lastIndex = at;
    const name = flowKey.exec(text)?.[1];
    if (name === undefined || names.has(name) || otherWords.test(name)) return undefined;
    names.add(name);
    const value = readFlowValue(text, flowKey.lastIndex, end, depth + 1);
    const range = { start: at, end: at + name.length };
    if (value) entries.push({ key: { kind: 'scalar', range, value: name, text: name, style: 'plain' }, value });
    return value?.range.end;
  });
  return close === undefined
    ? undefined
    : { kind: 'map', range: { start, end: close }, entries: entries.slice(), flow: true };
}

/** Reads item after item until `close`; answers where that ends, or `undefined` when anything else stands there. */
function readFlowItems(
  text: string,
  start: number,
  end: number,
  close: string,
  readItem: (at: number) => number | undefined,
): number | undefined {
  let at = behindSpaces(text, start + 1);
  if (text[at] === close) return at + 1;
  while (at < end) {
    const itemEnd = readItem(at);
    if (itemEnd === undefined) return undefined;
    at = behindSpaces(text, itemEnd);
    if (text[at] === close) return at < end ? at + 1 : undefined;
    if (text[at] !== ',') return undefined;
    at = behindSpaces(text, at + 1);
  }
  return undefined;
}

function behindSpaces(text: string, at: number): number {
  let next = at;
  while (text.charCodeAt(next) === 32) next++;
  return next;
}
