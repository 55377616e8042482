import type { Analysis } from '../../pipeline/analyse.ts';
import type { Shape } from '../../pipeline/vocabulary/shape.ts';
import { placeAt } from '../../pipeline/vocabulary.ts';
import { type CursorPlace, cursorPlace } from '../cursor/cursor-place.ts';
import { expressionStart } from '../cursor/expression-place.ts';
import type { Completion } from './completion.ts';
import { expressionCompletions } from './expression-completion.ts';
import { keyCompletions } from './key-completion.ts';
import { valueCompletions } from './value-completion.ts';

/** What may be written at a cursor, the likeliest first. `trigger`: the letter that asked for it, when it was no command. */
export function completionsAt(analysis: Analysis, offset: number, trigger?: string): readonly Completion[] {
  const { text } = analysis;
  const place = cursorPlace(text, offset);
  const start = expressionStart(text, offset, place);
  const task = place?.path[0] === 'tasks' ? place.path[1] : undefined;
  if (start !== undefined) return expressionCompletions(analysis, String(task ?? ''), start, offset);
  if (place === undefined || place.role === 'script') return [];
  const { shapes } = placeAt(place.path, place.siblings);
  const isSpaceAtMargin = trigger === ' ' && place.role === 'entry' && place.path.at(-1) !== 0;
  const isBehindWord = /\S\s$/.test(text.slice(place.word.start, offset));
  if (isSpaceAtMargin || isBehindWord) return [];
  return place.role === 'value' ? atValue(analysis, place, shapes) : atKey(analysis, place, shapes);
}

function atKey(analysis: Analysis, place: CursorPlace, shapes: readonly Shape[]): readonly Completion[] {
  const keys = keyCompletions(place, shapes);
  if (place.role === 'key') return keys;
  const isItem = place.path.at(-1) === 0;
  const values = isItem ? valuesOf(analysis, place, shapes, unchanged) : [];
  const items = valuesOf(analysis, place, itemsOf(shapes), name => `- ${name}`);
  return [...keys, ...values, ...items];
}

function atValue(analysis: Analysis, place: CursorPlace, shapes: readonly Shape[]): readonly Completion[] {
  const single = shapes.flatMap(shape => (shape.kind === 'list' && shape.single ? [shape.of] : []));
  const wrapped = shapes.flatMap(shape => (shape.kind === 'list' && !shape.single ? [shape.of] : []));
  return [
    ...valuesOf(analysis, place, [...shapes, ...single], unchanged),
    ...valuesOf(analysis, place, wrapped, name => `[${name}]`),
  ];
}

function valuesOf(
  analysis: Analysis,
  place: CursorPlace,
  shapes: readonly Shape[],
  write: (name: string) => string,
): readonly Completion[] {
  const values = shapes.flatMap(shape => valueCompletions(analysis, place, shape));
  return values.map(value => ({ ...value, insert: write(value.insert) }));
}

function itemsOf(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.flatMap(shape => (shape.kind === 'list' ? [shape.of] : []));
}

function unchanged(name: string): string {
  return name;
}
