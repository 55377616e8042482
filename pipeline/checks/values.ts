import { closest } from '../closest.ts';
import { parseDuration } from '../duration.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { parseSize } from '../size.ts';
import type { ScalarSyntax } from '../syntax.ts';
import type { EnumValue, Shape } from '../vocabulary/shape.ts';

/** Checks a number: its kind and its bounds. `what` names the value in messages: `"retries"`. */
export function checkNumber(value: ScalarSyntax, shape: Extract<Shape, { kind: 'number' }>, what: string): Problem[] {
  const kind = shape.integer ? 'a whole number' : 'a number';
  const number = value.value;
  if (typeof number !== 'number' || !Number.isFinite(number) || (shape.integer && !Number.isInteger(number))) {
    const bare = value.style === 'plain' ? undefined : Number(value.text);
    const unquoted = bare !== undefined && value.text.trim() !== '' && Number.isFinite(bare);
    const fixes = unquoted ? [replacement('Remove the quotes', value.range, value.text)] : [];
    return [problem('invalid-value', value.range, `${what} must be ${kind}, not ${say(value)}.`, { fixes })];
  }
  const { minimum, maximum } = shape;
  if (minimum !== undefined && number < minimum) {
    return [problem('invalid-value', value.range, `${what} must be at least ${minimum}, not ${say(value)}.`)];
  }
  if (maximum !== undefined && number > maximum) {
    return [problem('invalid-value', value.range, `${what} must be at most ${maximum}, not ${say(value)}.`)];
  }
  return [];
}

/** Checks for `true` or `false`; the words of YAML 1.1 get a fix. */
export function checkBoolean(value: ScalarSyntax, what: string): Problem[] {
  if (typeof value.value === 'boolean') return [];
  const word = value.text.toLowerCase();
  const meant = ['true', 'yes', 'on', '1'].includes(word)
    ? 'true'
    : ['false', 'no', 'off', '0'].includes(word)
      ? 'false'
      : undefined;
  const fixes = meant ? [replacement(`Write ${meant}`, value.range, meant)] : [];
  return [problem('invalid-value', value.range, `${what} must be true or false, not ${say(value)}.`, { fixes })];
}

/** Checks for one of the known words. */
export function checkEnum(value: ScalarSyntax, shape: Extract<Shape, { kind: 'enum' }>, what: string): Problem[] {
  const words = shape.values.map(known => known.value);
  if (words.includes(value.text)) return [];
  const near =
    otherWord(value.text, words) ??
    closest(value.text, words) ??
    words.find(word => value.text.length > 2 && word.startsWith(value.text));
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, value.range, near)];
  if (shape.open) {
    if (value.text.includes('{0}')) return [];
    const message = `${what} must be ${listed(shape.values)}, or a command with "{0}" for the script file, not ${say(value)}.`;
    return [problem('invalid-value', value.range, message, { fixes })];
  }
  return [
    problem('invalid-value', value.range, `${what} must be ${listed(shape.values)}, not ${say(value)}.`, { fixes }),
  ];
}

/** Words that are often said for one of ours. */
const otherWords: Readonly<Record<string, string>> = {
  failed: 'failure',
  fail: 'failure',
  succeeded: 'success',
  completed: 'end',
  always: 'end',
  true: 'all',
  yes: 'all',
  false: 'none',
  no: 'none',
};

function otherWord(word: string, words: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const meant = Object.hasOwn(otherWords, lower) ? otherWords[lower] : undefined;
  return meant !== undefined && words.includes(meant) ? meant : undefined;
}

/** Checks a duration; a bare number and spelled-out units get fixes. */
export function checkDuration(value: ScalarSyntax, what: string): Problem[] {
  if (parseDuration(value.text) !== undefined) return [];
  if (/^\d+(?:\.\d+)?$/.test(value.text)) {
    const fixes = ['s', 'm', 'ms'].map(unit =>
      replacement(`Write ${value.text}${unit}`, value.range, `${value.text}${unit}`),
    );
    const message = `${what} needs a unit: write ${value.text}s for ${value.text} seconds.`;
    return [problem('invalid-duration', value.range, message, { fixes })];
  }
  const meant = respelledDuration(value.text);
  const fixes = meant === undefined ? [] : [replacement(`Write ${meant}`, value.range, meant)];
  const message = `${what} must be a duration such as 500ms, 90s, 15m, 1h30m or 2d, not ${say(value)}.`;
  return [problem('invalid-duration', value.range, message, { fixes })];
}

/** Checks a size in bytes; a bare number and other spellings get fixes. */
export function checkSize(value: ScalarSyntax, what: string): Problem[] {
  if (parseSize(value.text) !== undefined) return [];
  const bare = /^\d+(?:\.\d+)?$/.test(value.text);
  const spelled = /^(\d+(?:\.\d+)?) ?([kmgt])(i?)b?$/i.exec(value.text);
  const meant = bare
    ? [`${value.text}MiB`, `${value.text}GiB`]
    : spelled
      ? [`${spelled[1]}${spelled[2]?.toUpperCase()}${spelled[3]?.toLowerCase()}B`]
      : [];
  const fixes = meant.map(size => replacement(`Write ${size}`, value.range, size));
  const message = bare
    ? `${what} needs a unit: write ${value.text}MiB or ${value.text}GiB.`
    : `${what} must be a size such as 512MiB, 2GiB or 4GB, not ${say(value)}.`;
  return [problem('invalid-value', value.range, message, { fixes })];
}

/** How a wrong value is named in a message. */
export function say(value: ScalarSyntax): string {
  if (value.value === null && value.style === 'plain') return 'nothing';
  const text = value.text.replace(/\s+/g, ' ').trim();
  return `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`;
}

function listed(values: readonly EnumValue[]): string {
  const words = values.map(known => known.value);
  return words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function respelledDuration(text: string): string | undefined {
  const short = text
    .toLowerCase()
    .replace(/(\d)\s*(?:milliseconds?|millis|msecs?)\b/g, '$1ms')
    .replace(/(\d)\s*(?:seconds?|secs?)\b/g, '$1s')
    .replace(/(\d)\s*(?:minutes?|mins?)\b/g, '$1m')
    .replace(/(\d)\s*(?:hours?|hrs?)\b/g, '$1h')
    .replace(/(\d)\s*days?\b/g, '$1d')
    .replace(/[\s,]+|\band\b/g, '');
  return parseDuration(short) === undefined ? undefined : short;
}
