import type { EditedText } from '../edited-text.ts';
import type { Problem } from '../problem.ts';
import type { Units } from '../reading/units.ts';

/**
 * The problems without those that an alias only repeats: what is wrong in `&common` is wrong once, however many tasks
 * say `*common`. One with a mend stays, for it can be mended at each place.
 */
export function toldOnce(source: EditedText, problems: readonly Problem[], { rarities }: Units): readonly Problem[] {
  if (problems.length === 0 || rarities.aliased === 0) return problems;
  const text = source.whole;
  const told = new Set<string>();
  return problems.filter(({ code, message, range, fixes }) => {
    if (text.charCodeAt(range.start) !== asterisk || fixes.length > 0) return true;
    const what = [code, text.slice(range.start, range.end), message].join('\n');
    return !told.has(what) && told.add(what);
  });
}

const asterisk = 42;
