import type { TextRange } from '../../pipeline/text-range.ts';
import type { Step } from './line.ts';

/** Where a cursor stands inside `[ … ]` or `{ … }`. */
export interface FlowPlace {
  /** From the outermost bracket down. */
  readonly path: readonly Step[];
  /** `key`: where a key of `{ }` stands; `value`: an item of `[ ]`, or behind a colon. */
  readonly role: 'key' | 'value';
  /** The beginning of the word at the cursor, behind its quote. */
  readonly start: number;
  /** The items or keys that stand beside it in the same brackets, without their quotes; none beside the value of a key. */
  readonly siblings: readonly string[];
}

interface Frame {
  readonly opens: '[' | '{';
  readonly words: Word[];
  key: string | undefined;
  start: number;
}

interface Word extends TextRange {
  readonly text: string;
}

/** How far behind the cursor the words of the same brackets are looked for. */
const lookAhead = 4000;

/** Where `offset` stands in the brackets that open at `from`; nothing when they close before it. Never looks further than needed. */
export function flowPlace(text: string, from: number, offset: number): FlowPlace | undefined {
  const frames: Frame[] = [];
  let at = scan(text, from, offset, frames);
  const frame = frames.at(-1);
  if (frame === undefined) return undefined;
  const depth = frames.length;
  const role = frame.opens === '{' && frame.key === undefined ? 'key' : 'value';
  const path = frames.flatMap(({ opens, key }): Step[] => (opens === '[' ? [0] : key === undefined ? [] : [key]));
  const start = wordStart(text, frame.start, offset);
  const limit = Math.min(text.length, offset + lookAhead);
  while (at < limit && frames.length >= depth) at = scan(text, at, at + 1, frames);
  const besides = role === 'value' && frame.opens === '{' ? [] : frame.words;
  const siblings = besides.filter(word => word.end < start || word.start > offset).map(word => word.text);
  return { path, role, start, siblings };
}

/** Reads on until `to`, or a little further where a word does not end there. */
function scan(text: string, from: number, to: number, frames: Frame[]): number {
  let at = from;
  while (at < to) {
    const frame = frames.at(-1);
    const char = text[at];
    if (char === '[' || char === '{') frames.push({ opens: char, words: [], key: undefined, start: at + 1 });
    else if (frame === undefined) return at;
    else if (char === ']' || char === '}') close(text, at, frames);
    else if (char === ',') next(text, at, frame);
    else if (char === ':' && frame.opens === '{' && /[\s,\]}]|^$/.test(text[at + 1] ?? '')) colon(text, at, frame);
    else if (char === '#' && /\s/.test(text[at - 1] ?? '')) at = lineEnd(text, at) - 1;
    else if ((char === '"' || char === "'") && text.slice(frame.start, at).trim() === '')
      at = quoteEnd(text, at, to) - 1;
    at++;
    if (frames.length === 0) return at;
  }
  return at;
}

function close(text: string, at: number, frames: Frame[]): void {
  const frame = frames.pop();
  if (frame) next(text, at, frame);
  const parent = frames.at(-1);
  if (parent) parent.start = at + 1;
}

function next(text: string, at: number, frame: Frame): void {
  if (frame.opens === '[' || frame.key === undefined) addWord(text, at, frame);
  frame.key = undefined;
  frame.start = at + 1;
}

function colon(text: string, at: number, frame: Frame): void {
  if (frame.key === undefined) frame.key = addWord(text, at, frame);
  frame.start = at + 1;
}

function addWord(text: string, end: number, frame: Frame): string {
  const raw = text.slice(frame.start, end).trim();
  const word = raw.replace(/^(["'])(.*)\1$/s, '$2');
  if (word !== '') frame.words.push({ start: frame.start, end, text: word });
  return word;
}

function wordStart(text: string, from: number, offset: number): number {
  let at = from;
  while (at < offset && /\s/.test(text[at] ?? '')) at++;
  return at < offset && (text[at] === '"' || text[at] === "'") ? at + 1 : at;
}

/** The end of a quoted word; where it is not closed on its line it ends where the reading was to end. */
function quoteEnd(text: string, at: number, to: number): number {
  const end = text.indexOf(text[at] ?? '"', at + 1);
  return end === -1 || end >= lineEnd(text, at) ? Math.max(to, at + 1) : end + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
