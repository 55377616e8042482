import type { EditedText } from '../edited-text.ts';
import type { Problem } from '../problem.ts';
import type { Units } from '../reading/units.ts';

/**
 * The problems without those that an alias only repeats: what is wrong in `&common` is wrong once, however many tasks
 * say `*common`, and not again where the anchor itself is told of. One with a mend stays, for it can be mended at each place.
 */
export function toldOnce(source: EditedText, problems: readonly Problem[], { rarities }: Units): readonly Problem[] {
  if (problems.length === 0 || rarities.aliased === 0) return problems;
  const text = source.whole;
  const told = new Set<string>();
  const here = new Set(
    problems.flatMap(found => (text.charCodeAt(found.range.start) === asterisk ? [] : [wordsOf(found)])),
  );
  return problems.filter(({ code, message, range, fixes }) => {
    if (text.charCodeAt(range.start) !== asterisk || fixes.length > 0) return true;
    if (here.has(wordsOf({ code, message }))) return false;
    const what = [code, text.slice(range.start, range.end), message].join('\n');
    return !told.has(what) && told.add(what);
  });
}

const asterisk = 42;

function wordsOf({ code, message }: Pick<Problem, 'code' | 'message'>): string {
  return `${code} ${message}`;
}
