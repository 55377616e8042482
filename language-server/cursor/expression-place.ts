import { placeAt } from '../../pipeline/vocabulary.ts';
import type { CursorPlace } from './cursor-place.ts';

/** How far a block text is searched for the beginning of an expression. */
const lookBehind = 2000;

/** Where the expression around a cursor begins: behind `${{`, or behind the colon of a key that is an expression; nothing outside of one. */
export function expressionStart(text: string, offset: number, place: CursorPlace | undefined): number | undefined {
  const opened = openedAt(text, offset, place?.role === 'script');
  if (opened !== undefined) return opened;
  if (place?.role !== 'value') return undefined;
  const isExpression = placeAt(place.path).shapes.some(shape => shape.kind === 'expression');
  return isExpression ? place.word.start : undefined;
}

function openedAt(text: string, offset: number, severalLines: boolean): number | undefined {
  const start = text.lastIndexOf('${{', offset - 3);
  if (start === -1 || offset < 3 || offset - start > lookBehind) return undefined;
  const between = text.slice(start + 3, offset);
  return between.includes('}}') || (!severalLines && between.includes('\n')) ? undefined : start + 3;
}
