import type { Analysis } from '../pipeline/analyse.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import type { NameKind } from './names/name.ts';
import { allOccurrences } from './names/occurrences.ts';

/** A name of the user's with what it is, for an editor to colour. */
export interface SemanticWord {
  readonly range: TextRange;
  readonly kind: NameKind;
  readonly isDefinition: boolean;
}

/** Every name in a file, in the order of the text, none twice. Linear in the text. */
export function semanticWords(analysis: Analysis): readonly SemanticWord[] {
  const words: SemanticWord[] = [];
  for (const { name, range, isDefinition } of allOccurrences(analysis))
    words.push({ range, kind: name.kind, isDefinition });
  words.sort((a, b) => a.range.start - b.range.start);
  return words.filter((word, index) => index === 0 || word.range.start >= (words[index - 1]?.range.end ?? 0));
}
