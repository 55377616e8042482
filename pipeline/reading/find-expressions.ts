import { bareExpression, splitTemplate } from '../expressions/template.ts';
import type { ExpressionSyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import type { Shape } from '../vocabulary/shape.ts';

/** An expression and how it stands in the source. */
export interface FoundExpression extends ExpressionSyntax {
  /** Whether the source says it letter by letter, so that a place in it is a place in the source. */
  readonly exact: boolean;
  /** False when its `}}` is missing. */
  readonly closed: boolean;
  /** Whether it stands bare, as in `if`. */
  readonly bare: boolean;
  /** How the text that it stands in is quoted. */
  readonly style: ScalarSyntax['style'];
}

/** Every expression in a value, where the vocabulary allows them. `text` is the piece that the ranges count in. */
export function findExpressions(
  text: string,
  value: ValueSyntax | undefined,
  shape: Shape,
  path: readonly string[],
): readonly FoundExpression[] {
  const found: FoundExpression[] = [];
  collect(text, value, shape, path, found);
  return found;
}

function collect(
  text: string,
  value: ValueSyntax | undefined,
  shape: Shape,
  path: readonly string[],
  found: FoundExpression[],
): void {
  if (!value) return;
  if (shape.kind === 'either') {
    for (const alternative of shape.of) {
      const before = found.length;
      collect(text, value, alternative, path, found);
      if (found.length > before) return;
    }
  } else if (value.kind === 'scalar') {
    if (shape.kind === 'expression') found.push(bareIn(text, value, path));
    else if (shape.kind === 'list' && shape.single) collect(text, value, shape.of, path, found);
    else if ((shape.kind === 'string' || shape.kind === 'scalar') && shape.expressions)
      inside(text, value, path, found);
  } else if (value.kind === 'list') {
    if (shape.kind === 'list') for (const item of value.items) collect(text, item, shape.of, path, found);
  } else {
    for (const { key, value: inner } of value.entries) {
      const of = shapeBehind(shape, key.text);
      if (of) collect(text, inner, of, [...path, key.text], found);
    }
  }
}

function shapeBehind(shape: Shape, key: string): Shape | undefined {
  if (shape.kind === 'map') return shape.of;
  if (shape.kind !== 'object') return undefined;
  return shape.keys.find(known => known.name === key)?.shape ?? shape.others;
}

/** The texts come from the value, where quotes are undone; the places from the source. */
function inside(text: string, value: ScalarSyntax, path: readonly string[], found: FoundExpression[]): void {
  if (!value.text.includes('${{')) return;
  const said = splitTemplate(value.text).filter(part => part.kind === 'expression');
  const written = splitTemplate(text.slice(value.range.start, value.range.end)).filter(
    part => part.kind === 'expression',
  );
  for (const [index, part] of said.entries()) {
    const source = said.length === written.length ? written[index] : undefined;
    const start = value.range.start + (source?.start ?? 0);
    const range: TextRange = source ? { start, end: start + source.text.length } : value.range;
    const exact = source !== undefined && source.text === part.text;
    const { style } = value;
    found.push({ range, text: part.text, path, exact, closed: part.closed, bare: false, style });
  }
}

function bareIn(text: string, value: ScalarSyntax, path: readonly string[]): FoundExpression {
  const bare = bareExpression(value.text);
  const raw = text.slice(value.range.start, value.range.end);
  const at = raw.indexOf(bare.text);
  const exact = bare.text !== '' && at !== -1;
  const start = value.range.start + (exact ? at : 0);
  const range = exact ? { start, end: start + bare.text.length } : value.range;
  return { range, text: bare.text, path, exact, closed: true, bare: true, style: value.style };
}
