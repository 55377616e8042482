import type { Analysis } from '../../pipeline/analyse.ts';
import type { Shape } from '../../pipeline/vocabulary/shape.ts';
import { placeAt } from '../../pipeline/vocabulary.ts';
import { type CursorPlace, cursorPlace } from '../cursor/cursor-place.ts';
import { expressionStart } from '../cursor/expression-place.ts';
import type { Completion } from './completion.ts';
import { expressionCompletions } from './expression-completion.ts';
import { keyCompletions } from './key-completion.ts';
import { type ListFolder, pathCompletions } from './path-completion.ts';
import { triggerCompletions } from './trigger-completion.ts';
import { usedParams } from './used-completion.ts';
import { valueCompletions } from './value-completion.ts';

/** What the files around a document add to completion. */
export interface Beside {
  readonly list: ListFolder;
  /** What the pipeline that a task of the document uses says. */
  readonly usedBy: (task: string) => Analysis | undefined;
}

/** What may be written at a cursor, the likeliest first. `trigger`: the letter that asked for it, when it was no command. */
export function completionsAt(
  analysis: Analysis,
  offset: number,
  trigger?: string,
  beside?: Beside,
): readonly Completion[] {
  const { text } = analysis;
  const found = cursorPlace(text, offset);
  const place = found && { ...found, cursor: offset };
  const start = expressionStart(text, offset, place);
  const task = place?.path[0] === 'tasks' ? place.path[1] : undefined;
  if (start !== undefined) return expressionCompletions(analysis, String(task ?? ''), start, offset, beside?.usedBy);
  if (place === undefined || place.role === 'script') return [];
  const { shapes } = placeAt(place.path, place.siblings);
  const isSpaceAtMargin = trigger === ' ' && place.role === 'entry' && place.path.at(-1) !== 0;
  const isBehindWord = /\S\s$/.test(text.slice(place.word.start, offset));
  if (isSpaceAtMargin || isBehindWord) return [];
  const used =
    task !== undefined && place.path[2] === 'with' && place.path.length === 3 && beside?.usedBy(String(task));
  if (used && place.role !== 'value') return usedParams(used, place);
  const paths = beside ? pathsAt(text, offset, place, shapes, beside.list) : [];
  if (paths.length > 0) return paths;
  return place.role === 'value' ? atValue(analysis, place, shapes) : atKey(analysis, place, shapes);
}

/** Where a path stands: those of pipelines want pipelines, all others any file. */
function pathsAt(
  text: string,
  offset: number,
  place: CursorPlace,
  shapes: readonly Shape[],
  list: ListFolder,
): readonly Completion[] {
  const isPath = shapes
    .flatMap(shape => (shape.kind === 'list' ? [shape, shape.of] : [shape]))
    .some(shape => shape.kind === 'string' && (shape.format === 'path' || shape.format === 'glob'));
  if (!isPath || (place.role === 'entry' && place.path.at(-1) !== 0)) return [];
  const isPipeline = ['uses', 'pipeline'].includes(String(place.path.at(-1)));
  const wanted = isPipeline ? /\.ya?ml$/ : place.path[0] === 'env_files' ? /env/ : /^/;
  return pathCompletions(text, offset, place, list, wanted);
}

function atKey(analysis: Analysis, place: CursorPlace, shapes: readonly Shape[]): readonly Completion[] {
  const keys = keyCompletions(place, shapes);
  if (place.role === 'key') return [...triggerCompletions(place, shapes), ...keys];
  const isItem = place.path.at(-1) === 0;
  const values = isItem ? valuesOf(analysis, place, shapes, unchanged) : [];
  const items = valuesOf(analysis, place, itemsOf(shapes), name => `- ${name}`);
  return [...triggerCompletions(place, shapes), ...keys, ...values, ...items];
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
