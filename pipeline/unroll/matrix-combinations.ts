import type { Matrix, ParamValue } from '../pipeline.ts';
import { ValueIndex } from './value-index.ts';

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
  const excluded = new ValueIndex(exclude, () => true);
  const included = new ValueIndex(include, name => Object.hasOwn(axes, name));
  const used = new Set<number>();
  const combinations: Combination[] = [];
  for (const original of crossedValues(axes, names)) {
    if (exclude.length > 0 && excluded.find(original).length > 0) continue;
    let values = original;
    for (const index of include.length > 0 ? included.find(original) : []) {
      used.add(index);
      values = { ...values, ...include[index] };
    }
    combinations.push({ values: values === original ? values : { ...values, ...original }, names });
  }
  for (const [index, values] of include.entries()) {
    if (!used.has(index)) combinations.push({ values, names: Object.keys(values) });
  }
  return combinations;
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
