import { closest } from '../../pipeline/closest.ts';

/** ` Did you mean X?` when one of `names` is close to what was typed, else nothing. */
export function didYouMean(typed: string, names: Iterable<string>): string {
  const best = closest(typed, names);
  return best === undefined ? '' : ` Did you mean ${best}?`;
}
