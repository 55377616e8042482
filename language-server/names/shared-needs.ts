import type { Analysis } from '../../pipeline/analyse.ts';
import type { ScalarSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { writtenRange } from '../written-range.ts';
import type { Occurrence } from './name.ts';

/** The names of tasks in what tasks take by aliases from keys of the user's own: `x-needs: &after [load]`, `x-base: &base { needs: load }`. */
export function sharedNeeds(analysis: Analysis): readonly Occurrence[] {
  const { syntax, kept } = analysis;
  if (kept.units?.rarities.aliased === 0) return [];
  return syntax.entries.flatMap(({ key, value }) =>
    key.text.startsWith('x-') && value ? namesIn(analysis, value, key.range.end, false) : [],
  );
}

function namesIn(analysis: Analysis, value: ValueSyntax, from: number, areNeeds: boolean): readonly Occurrence[] {
  if (value.kind === 'map') {
    return value.entries.flatMap(entry =>
      entry.value ? namesIn(analysis, entry.value, entry.key.range.end, entry.key.text === 'needs') : [],
    );
  }
  const isShared = areNeeds || /&\S+\s*$/.test(analysis.text.slice(from, value.range.start));
  const scalars = value.kind === 'list' ? value.items.filter(item => item.kind === 'scalar') : [value];
  return isShared ? scalars.flatMap(scalar => nameOf(analysis, scalar)) : [];
}

function nameOf(analysis: Analysis, scalar: ScalarSyntax): readonly Occurrence[] {
  const text = String(scalar.value);
  const range = analysis.syntax.tasksByName.has(text)
    ? writtenRange(analysis.text, scalar, scalar.range, text)
    : undefined;
  return range ? [{ name: { kind: 'task', text }, range, isDefinition: false }] : [];
}
