import type { Arrow } from './layout-types.ts';

/** Boxes that hang together and the arrows among them, both by their places in the whole and sorted. */
export interface Part {
  readonly boxes: readonly number[];
  readonly arrows: readonly number[];
}

/** The parts of a graph that no arrow connects, in the order of their first boxes. */
export function parts(count: number, arrows: readonly Arrow[]): readonly Part[] {
  const parent = Int32Array.from({ length: count }, (_, box) => box);
  const rootOf = (box: number): number => {
    let root = box;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] ?? root] ?? root;
      root = parent[root] ?? root;
    }
    return root;
  };
  for (const { from, to } of arrows) parent[rootOf(to)] = rootOf(from);
  const found = new Map<number, { readonly boxes: number[]; readonly arrows: number[] }>();
  for (let box = 0; box < count; box++) {
    const root = rootOf(box);
    const part = found.get(root) ?? { boxes: [], arrows: [] };
    part.boxes.push(box);
    found.set(root, part);
  }
  arrows.forEach(({ from }, index) => {
    found.get(rootOf(from))?.arrows.push(index);
  });
  return [...found.values()];
}
