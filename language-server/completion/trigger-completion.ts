import type { Shape } from '../../pipeline/vocabulary/shape.ts';
import { keysOf } from '../../pipeline/vocabulary.ts';
import type { CursorPlace } from '../cursor/cursor-place.ts';
import { keyDoc } from '../key-doc.ts';
import type { Completion } from './completion.ts';

/** A piece to fill in for each kind of trigger, where a new one may begin: the key that makes it one, with its example. */
export function triggerCompletions(place: CursorPlace, shapes: readonly Shape[]): readonly Completion[] {
  const isItem = place.path.length === 2 && place.path[1] === 0 && place.siblings.length === 0;
  if (place.path[0] !== 'triggers' || place.hasColon || !(isItem || place.path.length === 1)) return [];
  if (place.role !== 'entry' && !(isItem && place.role === 'key')) return [];
  const dash = isItem ? '' : '- ';
  const items = isItem ? shapes : shapes.flatMap(shape => (shape.kind === 'list' ? [shape.of] : []));
  return keysOf(items, [])
    .filter(key => key.required)
    .map((key): Completion => {
      const insert = dash + key.example;
      const [value = ''] = /(?<=: [["]*)[^[\]"]+/.exec(insert) ?? [];
      const start = value === '' ? insert.length : insert.indexOf(value, insert.indexOf(': '));
      const select = { start, end: start + value.length };
      return { label: `new ${key.name} trigger`, kind: 'snippet', doc: keyDoc(key), range: place.word, insert, select };
    });
}
