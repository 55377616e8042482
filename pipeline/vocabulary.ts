import { pipelineKeys } from './vocabulary/pipeline-keys.ts';
import type { Key, Shape } from './vocabulary/shape.ts';
import { triggerKinds } from './vocabulary/trigger-keys.ts';

/** The shape of a whole pipeline file. Everything known about a key is found from here. */
export const pipelineShape: Shape = { kind: 'object', keys: pipelineKeys };

/** What `shapesAt` finds at a place. */
export interface Place {
  /** The shapes a value may have there; empty when nothing is known. */
  readonly shapes: readonly Shape[];
  /** The key of the language that the path ends with; absent for names that the user chose and for items of lists. */
  readonly key?: Key;
}

/**
 * What may stand at `path`: keys, and numbers for items of lists, from the top of the file:
 * `['tasks', 'train', 'retries']`. `siblings` are the keys that stand beside the place sought, which tell one kind of
 * trigger from another.
 */
export function placeAt(path: readonly (string | number)[], siblings: readonly string[] = []): Place {
  let place: Place = { shapes: [pipelineShape] };
  for (const [index, step] of path.entries()) {
    const known = index === path.length - 1 ? siblings : [];
    place = stepInto(place.shapes, step, known);
  }
  return place;
}

/** The keys that may stand in a map with one of these shapes; `present` are those that stand there already. */
export function keysOf(shapes: readonly Shape[], present: readonly string[] = []): readonly Key[] {
  const alternatives = narrow(flatten(shapes), present);
  const keys = alternatives.flatMap(shape => (shape.kind === 'object' ? shape.keys : []));
  return keys.filter((key, index) => keys.findIndex(other => other.name === key.name) === index);
}

function stepInto(shapes: readonly Shape[], step: string | number, siblings: readonly string[]): Place {
  const found: Shape[] = [];
  let key: Key | undefined;
  for (const shape of narrow(flatten(shapes), siblings)) {
    if (typeof step === 'number') {
      if (shape.kind === 'list') found.push(shape.of);
    } else if (shape.kind === 'map') {
      found.push(shape.of);
    } else if (shape.kind === 'object') {
      const known = shape.keys.find(candidate => candidate.name === step);
      key ??= known;
      if (known) found.push(known.shape);
      else if (shape.others) found.push(shape.others);
    }
  }
  return key ? { shapes: flatten(found), key } : { shapes: flatten(found) };
}

function flatten(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.flatMap(shape => (shape.kind === 'either' ? flatten(shape.of) : [shape]));
}

/** Of several kinds of trigger only the one whose first key is present counts. */
function narrow(shapes: readonly Shape[], present: readonly string[]): readonly Shape[] {
  const kind = triggerKinds.find(({ keys }) => present.includes(keys[0]?.name ?? ''));
  if (!kind) return shapes;
  const isTrigger = (shape: Shape) => shape.kind === 'object' && triggerKinds.some(({ keys }) => keys === shape.keys);
  return shapes.filter(shape => !isTrigger(shape) || (shape.kind === 'object' && shape.keys === kind.keys));
}
