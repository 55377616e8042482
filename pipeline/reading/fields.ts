import { parseDuration } from '../duration.ts';
import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';

/** The first entry of `name` in a map; `undefined` when there is none, or no map. */
export function entryOf(value: ValueSyntax | undefined, name: string): EntrySyntax | undefined {
  if (value?.kind !== 'map') return undefined;
  const { entries } = value;
  // Asked for every key of every task: an iterator would take longer than the rest.
  for (let index = 0; index < entries.length; index++) if (entries[index]?.key.text === name) return entries[index];
  return undefined;
}

/** The value behind `name`. */
export function valueUnder(value: ValueSyntax | undefined, name: string): ValueSyntax | undefined {
  return entryOf(value, name)?.value;
}

/** The scalar behind `name`; an explicit `null` counts as absent. */
export function scalarOf(value: ValueSyntax | undefined, name: string): ScalarSyntax | undefined {
  const found = valueUnder(value, name);
  return found?.kind === 'scalar' && !isNull(found) ? found : undefined;
}

/** Whether a scalar says `null`. */
export function isNull(scalar: ScalarSyntax): boolean {
  return scalar.value === null && scalar.style === 'plain';
}

/** The scalars of a list, or the one that stands there without a list around it. */
export function scalarsOf(value: ValueSyntax | undefined): readonly ScalarSyntax[] {
  if (!value || value.kind === 'map') return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.every(isText) ? items : items.filter(isText);
}

function isText(item: ValueSyntax): item is ScalarSyntax {
  return item.kind === 'scalar' && !isNull(item);
}

/** The entries of a map, each name once, the first counting. */
export function entriesOf(value: ValueSyntax | undefined): readonly EntrySyntax[] {
  if (value?.kind !== 'map') return [];
  if (value.entries.length < 2) return value.entries;
  const names = new Set<string>();
  return value.entries.filter(({ key }) => !names.has(key.text) && names.add(key.text));
}

/** A number behind `name`. */
export function numberOf(value: ValueSyntax | undefined, name: string): number | undefined {
  const found = scalarOf(value, name)?.value;
  return typeof found === 'number' ? found : undefined;
}

/** A boolean behind `name`. */
export function booleanOf(value: ValueSyntax | undefined, name: string): boolean | undefined {
  const found = scalarOf(value, name)?.value;
  return typeof found === 'boolean' ? found : undefined;
}

/** A duration behind `name`, in milliseconds. */
export function durationOf(value: ValueSyntax | undefined, name: string): number | undefined {
  const found = scalarOf(value, name);
  return found && parseDuration(found.text);
}

/** Names with texts, as in `env`. */
export function textsOf(value: ValueSyntax | undefined): Readonly<Record<string, string>> {
  const pairs = entriesOf(value).map(({ key, value: inner }) => [
    key.text,
    inner?.kind === 'scalar' && !isNull(inner) ? inner.text : '',
  ]);
  return Object.fromEntries(pairs);
}
