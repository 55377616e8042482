import { bareExpression, splitTemplate } from '../expressions/template.ts';
import type { ExpressionSyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import { type Shape, shapeBehind } from '../vocabulary/shape.ts';

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
  collect(text, value, shape, [...path], found);
  return found;
}

/** `path` is that of `value` again when it is done. */
function collect(
  text: string,
  value: ValueSyntax | undefined,
  shape: Shape,
  path: string[],
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
    if (shape.kind === 'expression') found.push(bareIn(text, value, path.slice()));
    else if (shape.kind === 'list' && shape.single) collect(text, value, shape.of, path, found);
    else if ((shape.kind === 'string' || shape.kind === 'scalar') && shape.expressions && value.text.includes('${{'))
      inside(text, value, path.slice(), found);
  } else if (value.kind === 'list') {
    if (shape.kind === 'list') for (const item of value.items) collect(text, item, shape.of, path, found);
  } else {
    const { entries } = value;
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index];
      const of = entry && shapeBehind(shape, entry.key.text);
      if (!of) continue;
      path.push(entry.key.text);
      collect(text, entry.value, of, path, found);
      path.pop();
    }
  }
}

/** The texts come from the value, where quotes are undone; the places from the source. */
function inside(text: string, value: ScalarSyntax, path: readonly string[], found: FoundExpression[]): void {
  const source = text.slice(value.range.start, value.range.end);
  const said = splitTemplate(value.text).filter(part => part.kind === 'expression');
  const written = source === value.text ? said : splitTemplate(source).filter(part => part.kind === 'expression');
  for (const [index, part] of said.entries()) {
    const place = said.length === written.length ? written[index] : undefined;
    const start = value.range.start + (place?.start ?? 0);
    const range: TextRange = place ? { start, end: start + place.text.length } : value.range;
    const exact = place !== undefined && place.text === part.text;
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
