import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { entriesOf, entryOf, isNull, valueUnder } from '../reading/fields.ts';
import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { mostInstances } from '../unroll/task-count.ts';
import { say } from './values.ts';

/** Checks `matrix`, and what cannot stand beside it. */
export function checkFanOut(body: ValueSyntax | undefined): Problem[] {
  const entry = entryOf(body, 'matrix');
  if (!entry) return [];
  const foreach = entryOf(body, 'foreach');
  const both =
    'A task has "matrix" or "foreach", not both: put one of them on a task that "uses" a pipeline with the other.';
  const problems = foreach ? [problem('invalid-value', foreach.key.range, both)] : [];
  if (entry.value?.kind !== 'map') return problems;
  const axes = entriesOf(entry.value).filter(({ key }) => key.text !== 'include' && key.text !== 'exclude');
  const included = itemsOf(valueUnder(entry.value, 'include'));
  return [
    ...problems,
    ...checkSize(entry, axes, included.length),
    ...axes.flatMap(checkAxis),
    ...included.flatMap(item => checkItem(item, 'include')),
    ...itemsOf(valueUnder(entry.value, 'exclude')).flatMap(item => checkExclude(item, axes)),
  ];
}

function checkSize(entry: EntrySyntax, axes: readonly EntrySyntax[], included: number): Problem[] {
  if (axes.length === 0 && included === 0) {
    return [
      problem('invalid-value', entry.key.range, 'The matrix has no values: write for example model: [linear, forest].'),
    ];
  }
  const crossed = axes.length === 0 ? 0 : axes.reduce((product, { value }) => product * itemsOf(value).length, 1);
  if (crossed + included <= mostInstances) return [];
  const [size, most] = [crossed + included, mostInstances].map(count => count.toLocaleString('en'));
  return [
    problem(
      'invalid-value',
      entry.key.range,
      `The matrix has ${size} combinations, and a task has at most ${most} instances.`,
    ),
  ];
}

function checkAxis({ key, value }: EntrySyntax): Problem[] {
  const seen = new Set<unknown>();
  return itemsOf(value).flatMap(item => {
    if (item.kind !== 'scalar') return [];
    if (isNull(item)) return [problem('invalid-value', item.range, `An item of "${key.text}" is missing.`)];
    if (seen.has(item.value))
      return [problem('invalid-value', item.range, `${say(item)} stands twice in "${key.text}".`)];
    seen.add(item.value);
    return checkKnown(item);
  });
}

function checkItem(item: ValueSyntax, list: string): Problem[] {
  if (item.kind !== 'map') return [];
  if (item.entries.length === 0) return [problem('invalid-value', item.range, `An item of "${list}" has no values.`)];
  return entriesOf(item).flatMap(({ value }) => (value?.kind === 'scalar' ? checkKnown(value) : []));
}

/** Of `exclude`: what is no axis would never be found. */
function checkExclude(item: ValueSyntax, axes: readonly EntrySyntax[]): Problem[] {
  const names = axes.map(({ key }) => key.text);
  const unknown = entriesOf(item).flatMap(({ key }) => {
    if (names.includes(key.text)) return [];
    const near = closest(key.text, names);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, key.range, near)];
    return [problem('invalid-value', key.range, `The matrix has no "${key.text}" to exclude.${hint}`, { fixes })];
  });
  return [...unknown, ...checkItem(item, 'exclude')];
}

function checkKnown(value: ScalarSyntax): Problem[] {
  if (!value.text.includes('${{')) return [];
  const message =
    'The values of a matrix are known before the run: for a list that an expression gives, use "foreach".';
  return [problem('invalid-value', value.range, message)];
}

function itemsOf(value: ValueSyntax | undefined): readonly ValueSyntax[] {
  return value?.kind === 'list' ? value.items : [];
}
