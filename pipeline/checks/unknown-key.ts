import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import type { EntrySyntax, MapSyntax, ValueSyntax } from '../syntax.ts';
import type { ForeignWord } from '../vocabulary/foreign-words.ts';
import type { Key } from '../vocabulary/shape.ts';
import { isListOfCommands, rewritten } from './foreign-values.ts';

/**
 * The problem of a key that the language does not know: another tool's word, a slip, or neither. A mend is offered only
 * when the value `fits` what is behind the key that is meant.
 */
export function checkUnknownKey(
  entry: EntrySyntax,
  map: MapSyntax,
  keys: readonly Key[],
  foreignWords: Readonly<Record<string, ForeignWord>>,
  fits: (value: ValueSyntax | undefined, key: Key) => boolean,
): Problem {
  const { key } = entry;
  const mayBe = (name: string) => {
    const meant = keys.find(known => known.name === name);
    return meant && !map.entries.some(other => other.key.text === name) && fits(entry.value, meant);
  };
  const foreign = Object.hasOwn(foreignWords, key.text) ? foreignWords[key.text] : undefined;
  if (foreign) return foreignProblem(entry, foreign, foreign.key !== undefined && mayBe(foreign.key) === true, map);
  const near = closest(
    key.text,
    keys.map(known => known.name),
  );
  if (near === undefined) {
    const message = `"${key.text}" is not known here and has no effect.`;
    return problem('unknown-key', key.range, message);
  }
  const fixes = mayBe(near) ? [replacement(`Write "${near}"`, key.range, near)] : [];
  return problem('unknown-key', key.range, `"${key.text}" is not known here. Did you mean "${near}"?`, { fixes });
}

/** Whether `entry` is another tool's word for `name`, or a slip that means it. */
export function meansKey(
  entry: EntrySyntax,
  name: string,
  keys: readonly Key[],
  foreignWords: Readonly<Record<string, ForeignWord>>,
): boolean {
  const { text } = entry.key;
  if (Object.hasOwn(foreignWords, text)) return foreignWords[text]?.key === name;
  const names = keys.map(known => known.name);
  return !names.includes(text) && closest(text, names) === name;
}

/** `when` may become a rule. */
function isRuleTwice(other: EntrySyntax, word: string): boolean {
  return word === 'when' && other.key.text === 'trigger_rule';
}

function foreignProblem(entry: EntrySyntax, foreign: ForeignWord, fits: boolean, map: MapSyntax): Problem {
  const { key } = entry;
  const advice = foreign.advice ? ` ${foreign.advice}` : '';
  if (foreign.key === undefined) return problem('unknown-key', key.range, `"${key.text}" is not known here.${advice}`);
  const isFree = !map.entries.some(other => other.key.text === foreign.key || isRuleTwice(other, key.text));
  const isScript = foreign.key === 'run' && isListOfCommands(entry.value);
  const other = isFree && (!fits || foreign.otherValue || isScript) ? rewritten(entry) : undefined;
  const plain =
    foreign.otherValue || !fits || isScript ? [] : [replacement(`Write "${foreign.key}"`, key.range, foreign.key)];
  const fixes = other ? [other] : plain;
  return problem('unknown-key', key.range, `"${key.text}" is called "${foreign.key}" here.${advice}`, { fixes });
}
