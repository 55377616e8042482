import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { TextRange } from '../../pipeline/text-range.ts';
import type { NameKind } from '../names/name.ts';
import type { OpenDocument } from '../open-document.ts';
import { positionAt } from '../position.ts';
import { semanticWords } from '../semantic-words.ts';

const types: Readonly<Record<NameKind, number>> = {
  task: 0,
  param: 1,
  output: 2,
  env: 3,
  axis: 4,
  pool: 5,
  executor: 5,
};

/** What the numbers of the tokens mean, in the words that every editor knows. */
export const legend: SemanticTokensLegend = {
  tokenTypes: ['function', 'parameter', 'property', 'variable', 'typeParameter', 'enumMember'],
  tokenModifiers: ['declaration'],
};

/** The names of a document as the protocol tells them: each by its distance from the one before. */
export function semanticTokens(document: OpenDocument, within?: TextRange): SemanticTokens {
  const data: number[] = [];
  let before = { line: 0, character: 0 };
  for (const { range, kind, isDefinition } of semanticWords(document.analysis)) {
    if (within && (range.end < within.start || range.start > within.end)) continue;
    const at = positionAt(document, range.start);
    const end = positionAt(document, range.end);
    const line = at.line - before.line;
    const character = line === 0 ? at.character - before.character : at.character;
    if (end.line !== at.line) continue;
    data.push(line, character, end.character - at.character, types[kind], isDefinition ? 1 : 0);
    before = at;
  }
  return { data };
}
