import type { Json, OutputType } from '../pipeline/pipeline.ts';

/** What a task wrote to `PIPELINE_OUTPUT`, by name, or a sentence on what is wrong with it. */
export type OutputsText = { readonly values: ReadonlyMap<string, string> } | { readonly error: string };

/**
 * Reads `name=value` lines, and `name<<END` with the lines up to `END`, as GitHub Actions does for `$GITHUB_OUTPUT`:
 * whichever of `=` and `<<` comes first decides; the last of two equal names wins.
 */
export function parseOutputs(text: string): OutputsText {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const values = new Map<string, string>();
  for (let number = 0; number < lines.length; number++) {
    const line = lines[number] as string;
    if (line.trim() === '') continue;
    const match = /^(.*?)(=|<<)(.*)$/s.exec(line);
    const name = match?.[1]?.trim() ?? '';
    if (!match || name === '') {
      return { error: `Line ${number + 1} of its outputs is neither name=value nor name<<END: ${excerpt(line)}` };
    }
    if (match[2] === '=') values.set(name, match[3] ?? '');
    else {
      const mark = (match[3] ?? '').trim();
      const end = lines.indexOf(mark, number + 1);
      if (mark === '' || end < 0) return { error: `Its output \`${name}\` has no end: there is no line \`${mark}\`.` };
      values.set(name, lines.slice(number + 1, end).join('\n'));
      number = end;
    }
  }
  return { values };
}

/** The name of the largest value at the beginning of what a task wrote, as much of it as is there. */
export function largestOutput(text: string): string {
  let largest = { name: '', size: -1 };
  for (let at = 0; at < text.length; ) {
    const lineEnd = endOf(text, '\n', at);
    const [, name = '', sign, mark = ''] =
      /^([^=<]*?)(=|<<)(.{0,200})/.exec(text.slice(at, Math.min(lineEnd, at + 500))) ?? [];
    const end = sign === '<<' ? endOf(text, `\n${mark.trim()}`, lineEnd) : lineEnd;
    if (end - at > largest.size) largest = { name: excerpt(name.trim()), size: end - at };
    at = end === lineEnd ? end + 1 : endOf(text, '\n', end + 1) + 1;
  }
  return largest.name;
}

function endOf(text: string, sign: string, from: number): number {
  const found = text.indexOf(sign, from);
  return found === -1 ? text.length : found;
}

/** A written value in its declared type, or `undefined` when it is not of that type. */
export function typedValue(text: string, type: OutputType): Json | undefined {
  const trimmed = text.trim();
  switch (type) {
    case 'string':
      return text;
    case 'number':
    case 'integer': {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
      const fits = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
      return fits ? value : undefined;
    }
    case 'boolean':
      return /^true$/i.test(trimmed) ? true : /^false$/i.test(trimmed) ? false : undefined;
    case 'json':
      return parseJson(trimmed);
    default:
      return type satisfies never;
  }
}

/** A value, shortened for a message. */
export function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
