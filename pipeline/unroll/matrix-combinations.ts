import type { Matrix, ParamValue } from '../pipeline.ts';

/** A value for each axis of a matrix, with what `include` has added. */
export interface Combination {
  readonly values: Readonly<Record<string, ParamValue>>;
  /** What tells it from the others, in order: the axes; of one that `include` has made, all that it says. */
  readonly names: readonly string[];
}

/** How many combinations a matrix may have at most, by multiplication: `exclude` may leave fewer. */
export function matrixSize({ axes, include }: Matrix): number {
  const lists = Object.values(axes);
  const crossed = lists.length === 0 ? 0 : lists.reduce((product, values) => product * values.length, 1);
  return crossed + include.length;
}

/** How many combinations a matrix has; of one that is too large to be built, how many it has at most. */
export function instanceCount(matrix: Matrix): number {
  const size = matrixSize(matrix);
  const isSimple = matrix.include.length === 0 && matrix.exclude.length === 0;
  return isSimple || size > mostCounted ? size : matrixCombinations(matrix).length;
}

const mostCounted = 10_000;

/**
 * The combinations of a matrix as GitHub Actions makes them (`MatrixBuilder` of its runner): the axes crossed, the first
 * varying slowest; without those that have all values of an item of `exclude`; to each is added what the items of
 * `include` say that have its values of the axes, a later one over an earlier; an item that has gone nowhere is a combination of its own, behind.
 */
export function matrixCombinations({ axes, include, exclude }: Matrix): readonly Combination[] {
  const names = Object.keys(axes);
  const crossed = crossedValues(axes, names).filter(
    values => !exclude.some(item => hasAll(values, item, Object.keys(item))),
  );
  const used = new Set<Values>();
  const filters = include.map(item => ({ item, shared: Object.keys(item).filter(name => Object.hasOwn(axes, name)) }));
  const combinations = crossed.map((original): Combination => {
    let values = original;
    for (const { item, shared } of filters) {
      if (!hasAll(original, item, shared)) continue;
      used.add(item);
      values = { ...values, ...item, ...original };
    }
    return { values, names };
  });
  const added = include.filter(item => !used.has(item));
  return [...combinations, ...added.map(values => ({ values, names: Object.keys(values) }))];
}

type Values = Combination['values'];

function crossedValues(axes: Matrix['axes'], names: readonly string[]): Values[] {
  if (names.length === 0) return [];
  let crossed: Values[] = [{}];
  for (const name of names) {
    crossed = crossed.flatMap(values => (axes[name] ?? []).map(value => ({ ...values, [name]: value })));
  }
  return crossed;
}

function hasAll(values: Values, item: Values, names: readonly string[]): boolean {
  return names.every(name => Object.hasOwn(values, name) && equals(values[name] ?? '', item[name] ?? ''));
}

/** As `==` in an expression: texts in any case, values of different types as numbers. */
function equals(one: ParamValue, other: ParamValue): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toUpperCase() === other.toUpperCase();
  return typeof one === typeof other ? one === other : Number(one) === Number(other);
}
