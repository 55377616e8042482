import type { ScalarSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';

/**
 * Where the letters of a scalar stand, without its quotes; `range` is the scalar's, from the beginning of the text. Nothing
 * where the text does not say `letters` as they are: where an alias brings them in, or they are written with escapes.
 */
export function writtenRange(
  text: string,
  scalar: ScalarSyntax,
  range: TextRange,
  letters: string,
): TextRange | undefined {
  const isQuoted = scalar.style === 'single-quoted' || scalar.style === 'double-quoted';
  const inner = isQuoted ? { start: range.start + 1, end: range.end - 1 } : range;
  return letters !== '' && text.slice(inner.start, inner.end) === letters ? inner : undefined;
}
