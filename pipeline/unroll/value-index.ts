import type { ParamValue } from '../pipeline.ts';

type Values = Readonly<Record<string, ParamValue>>;

/** Finds the items of a list that agree with a combination of values, without looking at each of them. */
export class ValueIndex {
  /** For each set of names that items have, the items by what their values may be equal to. */
  readonly #sets = new Map<string, { readonly names: readonly string[]; readonly items: Map<string, number[]> }>();
  readonly #items: readonly Values[];

  /** Only the names that `counts` are compared; an item without any agrees with everything. */
  constructor(items: readonly Values[], counts: (name: string) => boolean) {
    this.#items = items;
    items.forEach((item, index) => {
      const names = Object.keys(item).filter(counts).sort();
      const id = JSON.stringify(names);
      const set = this.#sets.get(id) ?? { names, items: new Map<string, number[]>() };
      this.#sets.set(id, set);
      const key = keyOf(item, names);
      const known = set.items.get(key);
      if (known) known.push(index);
      else set.items.set(key, [index]);
    });
  }

  /** The places of the items that agree with `values`, in their order. */
  find(values: Values): readonly number[] {
    const found: number[] = [];
    for (const { names, items } of this.#sets.values()) {
      if (!names.every(name => Object.hasOwn(values, name))) continue;
      for (const index of items.get(keyOf(values, names)) ?? []) {
        const item = this.#items[index] ?? {};
        if (names.every(name => equals(values[name] ?? '', item[name] ?? ''))) found.push(index);
      }
    }
    return this.#sets.size > 1 ? found.sort((one, other) => one - other) : found;
  }
}

/** Equal values have equal keys. */
function keyOf(values: Values, names: readonly string[]): string {
  return names.map(name => bucketOf(values[name] ?? '')).join('\0');
}

function bucketOf(value: ParamValue): string {
  const text = String(value).toLowerCase();
  const number = typeof value === 'boolean' ? Number(value) : Number(text);
  return Number.isFinite(number) ? String(number + 0) : text;
}

/** As `==` in an expression: texts in any case, values of different types as numbers. */
function equals(one: ParamValue, other: ParamValue): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toUpperCase() === other.toUpperCase();
  return typeof one === typeof other ? one === other : Number(one) === Number(other);
}
