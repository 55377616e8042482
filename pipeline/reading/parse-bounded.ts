import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml';
import type { YamlFault } from './syntax-fault.ts';

/** What the YAML library makes of a text. */
export interface ParsedYaml {
  /** Absent when the text was given up. */
  readonly document?: Document.Parsed<ParsedNode>;
  readonly faults: readonly YamlFault[];
}

/** Brackets within brackets, words and signs in all, signs out of place, and commas behind commas: with more of them it is no pipeline. */
const deepest = 200;
const mostTokens = 1_500_000;
const mostStrays = 20;
const mostCommas = 1000;

/** Parses a text with the YAML library, in bounded time: one that is too deep or too large for it is given up with a fault. */
export function parseBounded(text: string): ParsedYaml {
  const { stackTraceLimit } = Error;
  // The library makes an error for each fault: to note where in the program takes longer than all else of a broken file.
  Error.stackTraceLimit = 0;
  try {
    return parsed(text);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function parsed(text: string): ParsedYaml {
  const excess: YamlFault[] = [];
  const options = { uniqueKeys: false, prettyErrors: false, logLevel: 'error', resolveKnownTags: false } as const;
  const composer = new Composer<ParsedNode, true>(options);
  const [document, second] = composer.compose(tokensOf(text, excess), true, text.length);
  if (excess.length > 0 || !document) return { faults: excess };
  const faults: YamlFault[] = [...document.errors];
  for (const warning of document.warnings) if (warning.code === 'TAG_RESOLVE_FAILED') faults.push(warning);
  if (second) faults.push({ code: 'MULTIPLE_DOCS', message: '', pos: [second.range[0], second.range[1]] });
  return { document, faults };
}

function* tokensOf(text: string, excess: YamlFault[]): Generator<CST.Token> {
  const parser = new Parser();
  let strays = 0;
  let tokens = 0;
  let depth = 0;
  let commas = 0;
  let isComma = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') depth++;
    else if (lexeme === ']' || lexeme === '}') depth--;
    if (lexeme === ',' && isComma) commas++;
    if (lexeme.trim() !== '') isComma = lexeme === ',';
    if (depth > deepest || ++tokens > mostTokens || commas > mostCommas) {
      const code = depth > deepest ? 'RESOURCE_EXHAUSTION' : 'TOO_LARGE';
      excess.push({ code, message: '', pos: [parser.offset, parser.offset + 1] });
      return;
    }
    for (const token of parser.next(lexeme)) if (token.type !== 'error' || strays++ < mostStrays) yield token;
  }
  yield* parser.end();
}
