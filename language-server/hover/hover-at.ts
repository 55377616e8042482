import type { Analysis } from '../../pipeline/analyse.ts';
import { placeAt } from '../../pipeline/vocabulary.ts';
import { keyDoc } from '../key-doc.ts';
import { occurrenceAt } from '../names/find-name.ts';
import { wordAt } from '../word-at.ts';
import { durationDoc } from './duration-doc.ts';
import { expressionHover } from './expression-hover.ts';
import type { Hover } from './hover.ts';
import { nameDoc } from './name-doc.ts';

/** What there is to know about the word at an offset: a name the user chose, a name in an expression, a key, a value. */
export function hoverAt(analysis: Analysis, offset: number): Hover | undefined {
  const found = occurrenceAt(analysis, offset);
  const doc = found && nameDoc(analysis, found.name);
  if (found && doc !== undefined) return { range: found.range, markdown: doc };
  return expressionHover(analysis, offset) ?? vocabularyHover(analysis, offset);
}

function vocabularyHover(analysis: Analysis, offset: number): Hover | undefined {
  const word = wordAt(analysis, offset);
  if (!word) return undefined;
  const { shapes, key } = placeAt(word.path, word.siblings);
  if (word.role === 'key') return key && { range: word.range, markdown: keyDoc(key) };
  const values = shapes.flatMap(shape => (shape.kind === 'list' && shape.single ? [shape, shape.of] : [shape]));
  for (const shape of values) {
    const duration = shape.kind === 'duration' ? durationDoc(word.scalar.text) : undefined;
    if (duration) return { range: word.range, markdown: duration };
    const value = shape.kind === 'enum' ? shape.values.find(({ value }) => value === word.scalar.value) : undefined;
    if (value) return { range: word.range, markdown: `\`${value.value}\`: ${value.doc}` };
  }
  return undefined;
}
