import type { Json } from '../pipeline.ts';

/** What an instance is told by: names with values, in order. */
export type Marks = readonly (readonly [name: string, value: Json])[];

/**
 * What stands in the brackets of each instance's name: `model=linear,fold=1`. Where that would be long, hard to read in a
 * terminal, or the same as of an earlier one (also when case is ignored, for names become files), it is the place
 * in the list, from 0. Unique in the list, and the same for the same list.
 */
export function instanceLabels(instances: readonly Marks[]): readonly string[] {
  const taken = new Set<string>();
  return instances.map((marks, index) => {
    const label = labelOf(marks);
    const key = label?.toLowerCase();
    if (label === undefined || key === undefined || taken.has(key)) return String(index);
    taken.add(key);
    return label;
  });
}

const longestValue = 60;
const longestLabel = 120;

function labelOf(marks: Marks): string | undefined {
  const parts: string[] = [];
  for (const [name, value] of marks) {
    const text = textOf(value);
    if (text === undefined || !isPlain(name)) return undefined;
    parts.push(`${name}=${text}`);
  }
  const label = parts.join(',');
  return label === '' || label.length > longestLabel ? undefined : label;
}

function textOf(value: Json): string | undefined {
  if (typeof value === 'object') return value === null ? 'null' : undefined;
  const text = String(value);
  return isPlain(text) ? text : undefined;
}

/** Letters, numbers and such signs as stand in words and paths; spaces only between them. */
function isPlain(text: string): boolean {
  return (
    text.length <= longestValue && /^[\p{L}\p{M}\p{N}_.:/@+~%#*-]+(?: [\p{L}\p{M}\p{N}_.:/@+~%#*-]+)*$/u.test(text)
  );
}
