import type { Matrix, ParamValue } from '../pipeline.ts';
import { entriesOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';

/** What `matrix` says: its axes, and what is added and left out. */
export function matrixOf(matrix: ValueSyntax | undefined): Matrix | undefined {
  if (!matrix) return undefined;
  const combinations = (name: string) => {
    const list = valueUnder(matrix, name);
    return list?.kind === 'list' ? list.items.map(valuesOf) : [];
  };
  const axes = entriesOf(matrix).filter(({ key }) => key.text !== 'include' && key.text !== 'exclude');
  return {
    axes: Object.fromEntries(axes.map(({ key, value }) => [key.text, scalarsOf(value).map(paramValue)])),
    include: combinations('include'),
    exclude: combinations('exclude'),
  };
}

/** Names with the values that YAML understands. */
export function valuesOf(value: ValueSyntax | undefined): Readonly<Record<string, ParamValue>> {
  const pairs = entriesOf(value).map(({ key, value: inner }) => [
    key.text,
    inner?.kind === 'scalar' ? paramValue(inner) : '',
  ]);
  return Object.fromEntries(pairs);
}

/** A value as YAML understands it, for places without a declared type. */
export function paramValue(scalar: ScalarSyntax): ParamValue {
  return scalar.value ?? scalar.text;
}
