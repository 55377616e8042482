import type { Analysis } from './analyse.ts';
import { inferredType, valueAs } from './checks/params.ts';
import { evaluate } from './expression.ts';
import { parseExpression } from './expressions/parse.ts';
import { type ValueType, valueType } from './expressions/value-type.ts';
import type { Json } from './pipeline.ts';
import { entriesOf, scalarOf, valueUnder } from './reading/fields.ts';
import { referenceTypes } from './world/reference-type.ts';

/** What an expression gives, as far as it is known before a run. */
export interface KnownValue {
  readonly type: ValueType;
  /** What it gives when every param has its default; absent where it reads more than params. */
  readonly withDefaults?: Json;
}

/** What is known of an expression, given without its braces, of the task named `task`; nothing for one that is wrong. */
export function knownValue(analysis: Analysis, task: string, text: string): KnownValue | undefined {
  const parsed = parseExpression(text);
  const world = analysis.kept.assembly?.world;
  if (!parsed.ok || !world) return undefined;
  const unit = world.table.units[world.table.positions.get(task) ?? -1];
  const type = valueType(parsed.tree, referenceTypes(unit, world));
  const evaluated = evaluate(parsed, { values: { params: defaultsOf(analysis) } });
  return evaluated.ok ? { type, withDefaults: evaluated.value } : { type };
}

function defaultsOf({ syntax }: Analysis): { readonly [key: string]: Json } {
  const params = syntax.entries.find(entry => entry.key.text === 'params')?.value;
  const pairs = entriesOf(params).flatMap(({ key, value }): readonly [string, Json][] => {
    const scalar = value?.kind === 'scalar' ? value : scalarOf(value, 'default');
    const found = scalar && valueAs(scalar, inferredType(value));
    return found === undefined || (value?.kind === 'map' && !valueUnder(value, 'default')) ? [] : [[key.text, found]];
  });
  return Object.fromEntries(pairs);
}
