import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import type { EntrySyntax, MapSyntax } from '../syntax.ts';
import type { ForeignWord } from '../vocabulary/foreign-words.ts';
import type { Key } from '../vocabulary/shape.ts';

/** The problem of a key that the language does not know: another tool's word, a slip, or neither. */
export function checkUnknownKey(
  entry: EntrySyntax,
  map: MapSyntax,
  keys: readonly Key[],
  foreignWords: Readonly<Record<string, ForeignWord>>,
): Problem {
  const { key } = entry;
  const taken = (name: string) => map.entries.some(other => other.key.text === name);
  const foreign = Object.hasOwn(foreignWords, key.text) ? foreignWords[key.text] : undefined;
  if (foreign) return foreignProblem(entry, foreign, foreign.key !== undefined && taken(foreign.key));
  const near = closest(
    key.text,
    keys.map(known => known.name),
  );
  if (near === undefined) {
    const message = `"${key.text}" is not known here and has no effect.`;
    return problem('unknown-key', key.range, message);
  }
  const fixes = taken(near) ? [] : [replacement(`Write "${near}"`, key.range, near)];
  return problem('unknown-key', key.range, `"${key.text}" is not known here. Did you mean "${near}"?`, { fixes });
}

/** Whether `entry` is another tool's word for `name`. */
export function isForeignWordFor(
  entry: EntrySyntax,
  name: string,
  foreignWords: Readonly<Record<string, ForeignWord>>,
): boolean {
  return Object.hasOwn(foreignWords, entry.key.text) && foreignWords[entry.key.text]?.key === name;
}

function foreignProblem({ key }: EntrySyntax, foreign: ForeignWord, taken: boolean): Problem {
  const advice = foreign.advice ? ` ${foreign.advice}` : '';
  if (foreign.key === undefined) return problem('unknown-key', key.range, `"${key.text}" is not known here.${advice}`);
  const fixes = foreign.otherValue || taken ? [] : [replacement(`Write "${foreign.key}"`, key.range, foreign.key)];
  return problem('unknown-key', key.range, `"${key.text}" is called "${foreign.key}" here.${advice}`, { fixes });
}
