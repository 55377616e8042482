import { type Fix, replacement } from '../problem.ts';
import type { ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import type { Shape } from '../vocabulary/shape.ts';
import { retriesIn } from './foreign-values.ts';

/**
 * The mend for a value of the wrong kind whose meaning is plain: a command that stands for its task, a list of
 * `NAME=value`, a map that says nothing but how often. `key` is what it stands behind.
 */
export function otherKind(value: ValueSyntax, shape: Shape, key: TextRange): readonly Fix[] {
  const again = shape.kind === 'number' && value.kind === 'map' && value.entries.length === 1 && retriesIn(value);
  if (typeof again === 'number' && key.end <= value.range.start)
    return [replacement(`Write ${again}`, { start: key.end, end: value.range.end }, `: ${again}`)];
  if (shape.kind === 'object' && value.kind === 'scalar' && value.style !== 'block')
    return asRun(value.text, value, shape);
  if (shape.kind !== 'map' || shape.keys !== 'env' || value.kind !== 'list') return [];
  const pairs = value.items.map(item => (item.kind === 'scalar' ? /^([A-Za-z_]\w*)=(.*)$/s.exec(item.text) : null));
  if (pairs.length === 0 || pairs.includes(null)) return [];
  const newText = `{ ${pairs.map(pair => `${pair?.[1]}: ${JSON.stringify(pair?.[2] ?? '')}`).join(', ')} }`;
  return value.flow ? [replacement(`Write ${newText}`, value.range, newText)] : [];
}

function asRun(text: string, { range }: ValueSyntax, { keys }: Extract<Shape, { kind: 'object' }>): readonly Fix[] {
  if (!keys.some(({ name }) => name === 'run') || !keys.some(({ name }) => name === 'needs')) return [];
  const newText = `{ run: ${/^[\w./-][\w ./=-]*$/.test(text) ? text : JSON.stringify(text)} }`;
  return [replacement(`Write ${newText}`, range, newText)];
}
