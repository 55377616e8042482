import { type Fix, type Problem, type ProblemCode, severities } from './problem.ts';
import type { TextRange } from './text-range.ts';

/** The errors that a comment may silence: the pipeline can still be understood with them. */
const silenceableErrors: ReadonlySet<ProblemCode> = new Set([
  'unknown-reference',
  'undeclared-output',
  'not-upstream',
  'output-conflict',
]);

/** Whether a comment may silence problems of this code: every warning and hint, and the errors that leave the meaning clear. */
export function maySilence(code: ProblemCode): boolean {
  return severities[code] !== 'error' || silenceableErrors.has(code);
}

/**
 * The problems that no comment silences. `# dagwright-ignore code, code` speaks for its own line when something stands
 * in front of it, else for the next line that is no comment; where a script begins there, for the whole script.
 */
export function withoutIgnored(text: string, problems: readonly Problem[]): readonly Problem[] {
  if (problems.length === 0 || !text.includes(ignoreMarker)) return problems;
  const silences = silencesIn(text);
  if (silences.length === 0) return problems;
  return problems.filter(({ code, range: { start } }) => {
    const isSilent = silences.some(({ range, codes }) => codes.has(code) && range.start <= start && start <= range.end);
    return !isSilent || !maySilence(code);
  });
}

/** The mend that silences one problem by a comment above its line, or above the key of the script that it stands in. */
export function ignoreFix(text: string, { code, range }: Problem): Fix | undefined {
  if (!maySilence(code)) return undefined;
  const line = openerOfScript(text, lineAt(text, range.start));
  const indent = /^[ ]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const at = { start: line.start, end: line.start };
  return {
    title: `Ignore ${code} here`,
    edits: [{ range: at, newText: `${indent}# ${ignoreMarker} ${code}${newline}` }],
  };
}

/** What every comment holds that silences something. */
export const ignoreMarker = 'dagwright-ignore';
const comment = /(?:^|[ \t])#[ \t]*dagwright-ignore[ \t:]+([a-z][a-z, \t-]*)/g;

/** The first code that each of these comments names, where it is no code, or one that no comment silences. */
export function uselessCodes(text: string): readonly { readonly code: string; readonly range: TextRange }[] {
  if (!text.includes(ignoreMarker)) return [];
  return [...text.matchAll(/(?:^|[ \t])#[ \t]*dagwright-ignore[ \t:]+([a-z][a-z-]*)/gm)].flatMap(match => {
    const code = match[1] ?? '';
    const end = match.index + match[0].length;
    const isUsed = Object.hasOwn(severities, code) && maySilence(code as ProblemCode);
    return isUsed ? [] : [{ code, range: { start: end - code.length, end } }];
  });
}

interface Silence {
  readonly range: TextRange;
  readonly codes: ReadonlySet<string>;
}

function silencesIn(text: string): readonly Silence[] {
  const silences: Silence[] = [];
  for (let at = text.indexOf(ignoreMarker); at !== -1; at = text.indexOf(ignoreMarker, at + ignoreMarker.length)) {
    const line = lineAt(text, at);
    const words = text.slice(line.start, line.end);
    comment.lastIndex = 0;
    const match = comment.exec(words);
    if (!match) continue;
    const codes = new Set(match[1]?.split(/[,\s]+/));
    const isAlone = words.slice(0, match.index).trim() === '';
    const target = isAlone ? nextLine(text, line) : line;
    if (target) silences.push({ range: withScript(text, target), codes });
  }
  return silences;
}

function nextLine(text: string, line: TextRange): TextRange | undefined {
  let next = line;
  do {
    if (next.end >= text.length) return undefined;
    next = lineAt(text, next.end + 1);
  } while (/^\s*(?:#|$)/.test(text.slice(next.start, next.end)));
  return next;
}

const scriptHeader = /(?:^|[:\s-])[|>][-+\d]*[ \t]*(?:#.*)?\r?$/;

/** A line, with the script that begins behind it. */
function withScript(text: string, line: TextRange): TextRange {
  const words = text.slice(line.start, line.end);
  if (!scriptHeader.test(words)) return line;
  const indent = indentOf(words);
  let end = line.end;
  while (end < text.length) {
    const next = lineAt(text, end + 1);
    const inside = text.slice(next.start, next.end);
    if (inside.trim() !== '' && indentOf(inside) <= indent) break;
    end = Math.max(next.end, end + 1);
  }
  return { start: line.start, end };
}

/** How far up the beginning of a script is looked for. */
const longestScript = 2000;

function openerOfScript(text: string, line: TextRange): TextRange {
  let indent = indentOf(text.slice(line.start, line.end));
  let above = line;
  for (let count = 0; count < longestScript && above.start > 0 && indent > 0; count++) {
    above = lineAt(text, above.start - 1);
    const words = text.slice(above.start, above.end);
    if (words.trim() === '' || indentOf(words) >= indent) continue;
    if (scriptHeader.test(words) && !/^\s*#/.test(words)) return above;
    indent = indentOf(words);
  }
  return line;
}

function indentOf(words: string): number {
  return /^[ ]*/.exec(words)?.[0].length ?? 0;
}

function lineAt(text: string, offset: number): TextRange {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  return { start, end: newline === -1 ? text.length : newline };
}
