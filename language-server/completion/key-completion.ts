import type { Key, MapKeys, Shape } from '../../pipeline/vocabulary/shape.ts';
import { keysOf } from '../../pipeline/vocabulary.ts';
import type { CursorPlace } from '../cursor/cursor-place.ts';
import { keyDoc, typeWords } from '../key-doc.ts';
import type { Completion } from './completion.ts';

/** The keys that may stand at a place and do not stand there yet, in the order of the vocabulary; for names of the user's own, a piece to fill in. */
export function keyCompletions(place: CursorPlace, shapes: readonly Shape[]): readonly Completion[] {
  const free = shapes.flatMap(shape => (shape.kind === 'map' ? newEntry(place, shape.keys) : []));
  const keys = keysOf(shapes, place.siblings).filter(key => !place.siblings.includes(key.name));
  return [...keys.map(key => keyCompletion(place, key)), ...free];
}

function keyCompletion(place: CursorPlace, key: Key): Completion {
  const { range, insert, select, again } = written(place, key);
  return {
    label: key.name,
    kind: 'key',
    detail: typeWords(key.shape),
    doc: keyDoc(key),
    range,
    insert,
    ...(select === undefined ? {} : { select: { start: select, end: select } }),
    ...(again ? { again } : {}),
  };
}

function written(
  { word, hasColon, role }: CursorPlace,
  key: Key,
): Pick<Completion, 'range' | 'insert' | 'again'> & { select?: number } {
  if (hasColon) return { range: word, insert: key.name };
  const [before, after] = around(key.shape, role === 'key');
  const insert = `${key.name}:${before}`;
  const again = hasWords(key.shape);
  return {
    range: word,
    insert: insert + after,
    ...(after ? { select: insert.length } : {}),
    ...(again ? { again } : {}),
  };
}

/** What stands before and behind the value of a key that is just being written. */
function around(shape: Shape, flow: boolean): readonly [string, string] {
  switch (shape.kind) {
    case 'map':
    case 'object':
      return flow ? [' { ', ' }'] : ['\n  ', ''];
    case 'list':
      if (flow || shape.single) return [' [', ']'];
      return ['\n  - ', ''];
    case 'either':
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'duration':
    case 'size':
    case 'expression':
    case 'scalar':
      return [' ', ''];
    default:
      return shape satisfies never;
  }
}

function hasWords(shape: Shape): boolean {
  switch (shape.kind) {
    case 'enum':
    case 'boolean':
    case 'expression':
    case 'object':
      return true;
    case 'string':
      return (
        shape.format === 'task-name' ||
        shape.format === 'pool-name' ||
        shape.format === 'executor-name' ||
        shape.format === 'timezone'
      );
    case 'list':
      return hasWords(shape.of);
    case 'either':
      return shape.of.every(hasWords);
    case 'map':
    case 'number':
    case 'duration':
    case 'size':
    case 'scalar':
      return false;
    default:
      return shape satisfies never;
  }
}

const pieces: Partial<Record<MapKeys, readonly [label: string, name: string, rest: string]>> = {
  task: ['new task', 'my_task', ':\n  run: '],
  param: ['new param', 'my_param', ':\n  type: '],
};

function newEntry({ word, role, hasColon }: CursorPlace, keys: MapKeys): readonly Completion[] {
  const piece = pieces[keys];
  if (!piece || role === 'key' || hasColon) return [];
  const [label, name, rest] = piece;
  return [{ label, kind: 'snippet', range: word, insert: name + rest, select: { start: 0, end: name.length } }];
}
