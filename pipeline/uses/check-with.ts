import { closest } from '../closest.ts';
import { paramValueOf, unknownParam } from '../param-values.ts';
import type { Param } from '../pipeline.ts';
import { type Fix, type Problem, problem, replacement } from '../problem.ts';
import { isNull } from '../reading/fields.ts';
import type { EntrySyntax, ScalarSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import type { Use } from './uses-of.ts';

/** Checks what `with` gives against the params of the used pipeline, which is called `name`; a value with an expression is checked in the run. */
export function checkWith(use: Use, params: Readonly<Record<string, Param>>, name: string): readonly Problem[] {
  const given = new Set(use.given.map(({ key }) => key.text));
  const missing = Object.entries(params).filter(
    ([param, { default: value }]) => value === undefined && !given.has(param),
  );
  return [
    ...missingParams(use, missing, name),
    ...use.given.flatMap(entry => checkGiven(entry, params, name, use.start)),
  ];
}

function missingParams(use: Use, missing: readonly (readonly [string, Param])[], name: string): readonly Problem[] {
  if (missing.length === 0) return [];
  const range = use.with ? shifted(use.with.key.range, use.start) : use.range;
  const names = missing.map(([param]) => `"${param}"`).join(', ');
  const params = missing.length === 1 ? 'the param' : 'the params';
  const example = missing
    .map(([param, { enum: allowed, type }]) => `${param}: ${allowed?.[0] ?? `<${type}>`}`)
    .join(', ');
  const message = `${name} needs ${params} ${names}: write with: { ${example} }.`;
  return [problem('invalid-value', range, message, { fixes: giveThem(use, missing) })];
}

/** Each with the first value that it may have: what is meant is typed over it. */
function giveThem({ slot, start }: Use, missing: readonly (readonly [string, Param])[]): readonly Fix[] {
  const values = missing.map(([, { enum: allowed, type, minimum = 0, maximum = minimum }]) => {
    if (allowed) return allowed[0];
    return type === 'string' ? '' : type === 'boolean' ? false : Math.min(minimum, maximum);
  });
  if (!slot) return [];
  const given = missing.map(([name], index) => `${name}: ${JSON.stringify(values[index])}`);
  const at = slot.at + start;
  const newText = `${slot.before}${given.join(slot.between)}${slot.after}`;
  return [replacement(`Give ${missing.map(([name]) => name).join(', ')}`, { start: at, end: at }, newText)];
}

function checkGiven(
  { key, value }: EntrySyntax,
  params: Readonly<Record<string, Param>>,
  name: string,
  start: number,
): readonly Problem[] {
  const place = shifted(key.range, start);
  const param = Object.hasOwn(params, key.text) ? params[key.text] : undefined;
  if (!param) {
    const near = closest(key.text, Object.keys(params));
    const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, place, near)];
    return [problem('unknown-reference', place, unknownParam(key.text, Object.keys(params), name), { fixes })];
  }
  if (value?.kind !== 'scalar' || isNull(value)) {
    return value === undefined || value.kind === 'scalar'
      ? [problem('invalid-value', place, `The param ${key.text} has no value.`)]
      : [];
  }
  return value.text.includes('${{') ? [] : checkLiteral(key.text, param, value, shifted(value.range, start));
}

function checkLiteral(name: string, param: Param, value: ScalarSyntax, range: TextRange): readonly Problem[] {
  const written = value.value ?? value.text;
  if (param.type === 'string' && typeof written !== 'string' && String(written) !== value.text) {
    const message = `Without quotes ${value.text} is the ${typeof written} ${written}, and the param ${name} is a text: put it in quotes.`;
    return [
      problem('invalid-value', range, message, { fixes: [replacement('Put it in quotes', range, `"${value.text}"`)] }),
    ];
  }
  const taken = paramValueOf(name, param, written);
  return 'message' in taken ? [problem('invalid-value', range, taken.message)] : [];
}

function shifted({ start, end }: TextRange, by: number): TextRange {
  return { start: start + by, end: end + by };
}
