import type { Problem } from '../problem.ts';
import type { Units } from '../reading/units.ts';
import type { TextRange } from '../text-range.ts';

/**
 * The problems without the fixes that would write over an alias of a list or a map: what such a fix means to mend
 * stands elsewhere, where the anchor is.
 */
export function withoutForeignEdits(problems: readonly Problem[], units: Units): readonly Problem[] {
  if (units.rarities.borrowed === 0) return problems;
  const borrowed = borrowedPlaces(units);
  return problems.map(problem => {
    const fixes = problem.fixes.filter(fix => !fix.edits.some(edit => touches(borrowed, edit.range)));
    return fixes.length === problem.fixes.length ? problem : { ...problem, fixes };
  });
}

function borrowedPlaces({ units, starts }: Units): readonly TextRange[] {
  const places: TextRange[] = [];
  for (let index = 0; index < units.length; index++) {
    const start = starts[index] ?? 0;
    for (const range of units[index]?.borrowed ?? none) {
      places.push({ start: range.start + start, end: range.end + start });
    }
  }
  return places.sort((a, b) => a.start - b.start);
}

const none: readonly TextRange[] = [];

/** Aliases do not overlap: only the last that begins before the edit's end can touch it. */
function touches(places: readonly TextRange[], edit: TextRange): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? 0) <= edit.end) low = middle + 1;
    else high = middle;
  }
  const last = places[low - 1];
  return last !== undefined && last.end >= edit.start;
}
