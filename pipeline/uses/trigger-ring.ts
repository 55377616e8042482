/**
 * The shortest way by which the end of a pipeline starts it again: from `file`, which the end of `first` starts, back to
 * itself; both ends are named. `startersOf` answers whose ends start a file whatever happened, without an `if`.
 */
export function triggerRing(
  file: string,
  first: string,
  startersOf: (file: string) => readonly string[],
): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[first, undefined]]);
  for (const [at] of before) {
    if (at === file) {
      const ring: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = before.get(step)) ring.push(step);
      return [file, ...ring.reverse()].reverse();
    }
    for (const next of startersOf(at)) if (!before.has(next)) before.set(next, at);
  }
  return undefined;
}

/** Such a ring as a sentence. */
export function ringText(ring: readonly string[]): string {
  if (ring.length === 2) return `The end of ${ring[0]} starts it again, so it would never rest.`;
  return `These pipelines start one another, so they would never rest: ${ring.join(' → ')}.`;
}
