/** Many objects of a few shapes, as JSON that names the keys of each shape once. */
export interface PackedObjects {
  readonly shapes: readonly (readonly string[])[];
  /** The number of its shape, then its values. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Packs plain objects; what is inside of them stays as it is. */
export function packObjects(objects: readonly object[]): PackedObjects {
  const shapes: string[][] = [];
  const numbers = new Map<string, number>();
  const rows = objects.map(object => {
    const keys = Object.keys(object);
    const shape = keys.join('\n');
    const number = numbers.get(shape) ?? shapes.push(keys) - 1;
    numbers.set(shape, number);
    return [number, ...Object.values(object)];
  });
  return { shapes, rows };
}

/** The objects again. */
export function unpackObjects<T>({ shapes, rows }: PackedObjects): readonly T[] {
  return rows.map(row => {
    const keys = shapes[Number(row[0])] ?? [];
    const object: Record<string, unknown> = {};
    for (let at = 0; at < keys.length; at++) object[keys[at] ?? ''] = row[at + 1];
    return object as T;
  });
}
