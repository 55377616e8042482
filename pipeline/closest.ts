import { distance } from 'fastest-levenshtein';

/**
 * The candidate that the user most likely meant by `word`, or `undefined` when none is near. The longer the word, the
 * more letters may differ: one in three, and two from four letters on, for two that changed places count as two.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > 100) return undefined;
  const allowed = word.length < 4 ? Math.min(1, word.length - 1) : Math.max(2, Math.floor(word.length / 3));
  const lower = word.toLowerCase();
  const joined = lower.replaceAll('-', '_');
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const other = candidate.toLowerCase();
    // `-` and `_` are one sign to somebody who cannot remember which it was.
    const isSame = other.length === lower.length && other.replaceAll('-', '_') === joined;
    // Nothing but the same word is nearer than one letter.
    const found = isSame ? 0 : bestDistance === 1 ? 1 : separation(lower, other);
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
      if (found === 0) break;
    }
  }
  return best;
}

function separation(word: string, candidate: string): number {
  if (word.length < 4 && isSwapped(word, candidate)) return 1;
  return distance(word, candidate);
}

/** Whether two neighbouring letters changed places: `rnu` for `run`. */
function isSwapped(word: string, candidate: string): boolean {
  const at = Array.from(word).findIndex((letter, index) => letter !== candidate[index]);
  return at !== -1 && word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2) === candidate;
}
