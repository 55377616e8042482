import type { Json } from '../../../pipeline/pipeline.ts';

/** Something that was one thing in the one run and another in the other; absent where there was none. */
export interface Change {
  readonly what: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Those of `pairs` that differ. */
export function changes(
  pairs: readonly (readonly [what: string, before: Json | undefined, after: Json | undefined])[],
): Change[] {
  return pairs
    .filter(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after))
    .map(([what, before, after]) => ({
      what,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    }));
}
