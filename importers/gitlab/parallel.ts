import { entriesOf, numberOf, scalarsOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { ValueSyntax } from '../../pipeline/syntax.ts';
import type { ImportedTask } from '../imported.ts';
import { itemsOf } from '../yaml-file.ts';

/** The instances of a job by `parallel`: a number of alike ones, or combinations of variables. */
export function parallelOf(job: ValueSyntax | undefined): Pick<ImportedTask, 'matrix' | 'env'> {
  const count = numberOf(job, 'parallel');
  if (count !== undefined) {
    const numbers = Array.from({ length: Math.min(count, 200) }, (_, place) => place + 1);
    const env = { CI_NODE_INDEX: '${{ matrix.CI_NODE_INDEX }}', CI_NODE_TOTAL: String(count) };
    return { matrix: [`CI_NODE_INDEX: [${numbers.join(', ')}]`], env };
  }
  const items = itemsOf(valueUnder(valueUnder(job, 'parallel'), 'matrix'));
  const names = new Set(items.flatMap(item => entriesOf(item).map(({ key }) => key.text)));
  return {
    matrix: combinations(items),
    env: Object.fromEntries([...names].map(name => [name, `\${{ matrix.${name} }}`])),
  };
}

/** Each item crosses its own lists: one item is a matrix, of several the combinations stand in `include`. */
function combinations(items: readonly ValueSyntax[]): readonly string[] {
  const crossed = items.map(item =>
    entriesOf(item).map(({ key, value }) => ({
      name: key.text,
      values: scalarsOf(value).map(({ text }) => JSON.stringify(text)),
    })),
  );
  const [only, ...others] = crossed;
  if (only && others.length === 0) return only.map(({ name, values }) => `${name}: [${values.join(', ')}]`);
  const all = crossed.flatMap(axes =>
    axes.reduce<readonly (readonly string[])[]>(
      (found, { name, values }) => found.flatMap(one => values.map(value => [...one, `${name}: ${value}`])),
      [[]],
    ),
  );
  return all.length === 0 ? [] : [`include: [${all.map(one => `{ ${one.join(', ')} }`).join(', ')}]`];
}
