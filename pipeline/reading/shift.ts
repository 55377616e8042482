import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';

/** The same entry in a text that begins `by` earlier. */
export function shiftEntry(entry: EntrySyntax, by: number): EntrySyntax {
  if (by === 0) return entry;
  const key = shiftScalar(entry.key, by);
  return entry.value ? { key, value: shiftValue(entry.value, by) } : { key };
}

function shiftScalar(scalar: ScalarSyntax, by: number): ScalarSyntax {
  return { ...scalar, range: { start: scalar.range.start + by, end: scalar.range.end + by } };
}

/** The same value in a text that begins `by` earlier. */
export function shiftValue(value: ValueSyntax, by: number): ValueSyntax {
  if (value.kind === 'scalar') return shiftScalar(value, by);
  const range = { start: value.range.start + by, end: value.range.end + by };
  if (value.kind === 'list') return { ...value, range, items: value.items.map(item => shiftValue(item, by)) };
  return { ...value, range, entries: value.entries.map(entry => shiftEntry(entry, by)) };
}
