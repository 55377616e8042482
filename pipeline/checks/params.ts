import type { ParamType, ParamValue } from '../pipeline.ts';
import { type Problem, problem } from '../problem.ts';
import { entriesOf, isNull, scalarOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { say } from './values.ts';

/** What a param's type is when the file does not say it: the kind of its default, or of its first allowed value. */
export function inferredType(value: ValueSyntax | undefined): ParamType {
  const said = scalarOf(value, 'type')?.text;
  if (said === 'string' || said === 'number' || said === 'integer' || said === 'boolean') return said;
  const sample =
    value?.kind === 'scalar' ? value : (scalarOf(value, 'default') ?? scalarsOf(valueUnder(value, 'enum'))[0]);
  if (typeof sample?.value === 'number') return 'number';
  return typeof sample?.value === 'boolean' ? 'boolean' : 'string';
}

/** A scalar as a value of a type, or `undefined` when it is none. Of a string the letters count, not what YAML makes of them. */
export function valueAs(scalar: ScalarSyntax, type: ParamType): ParamValue | undefined {
  const { value } = scalar;
  switch (type) {
    case 'string':
      return scalar.text;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    default:
      return type satisfies never;
  }
}

/** Checks that the default and the allowed values of each param agree with its type and bounds. */
export function checkParams(params: ValueSyntax | undefined): Problem[] {
  return entriesOf(params).flatMap(({ value }) => (value?.kind === 'map' ? checkParam(value) : []));
}

function checkParam(param: ValueSyntax): Problem[] {
  const type = inferredType(param);
  const given = scalarOf(param, 'default');
  const allowed = scalarsOf(valueUnder(param, 'enum')).filter(item => !isNull(item));
  const problems: Problem[] = [];
  for (const scalar of given ? [...allowed, given] : allowed) {
    if (valueAs(scalar, type) === undefined) {
      const message = `${say(scalar)} is no ${type}, but the type of this param is ${type}.`;
      problems.push(problem('invalid-value', scalar.range, message));
    }
  }
  for (const name of ['minimum', 'maximum'] as const) {
    const bound = scalarOf(param, name);
    if (bound && type !== 'number' && type !== 'integer') {
      problems.push(problem('invalid-value', bound.range, `A ${type} has no ${name}: only numbers have one.`));
    }
  }
  return problems.length > 0 || !given ? problems : checkDefault(param, given, allowed);
}

function checkDefault(param: ValueSyntax, given: ScalarSyntax, allowed: readonly ScalarSyntax[]): Problem[] {
  if (allowed.length > 0 && !allowed.some(item => item.text === given.text)) {
    const words = allowed.map(item => item.text).join(', ');
    return [
      problem('invalid-value', given.range, `The default ${say(given)} is not among the allowed values: ${words}.`),
    ];
  }
  const minimum = scalarOf(param, 'minimum')?.value;
  const maximum = scalarOf(param, 'maximum')?.value;
  const { value } = given;
  if (typeof value !== 'number') return [];
  if (typeof minimum === 'number' && value < minimum) {
    return [problem('invalid-value', given.range, `The default ${value} is below the minimum ${minimum}.`)];
  }
  if (typeof maximum === 'number' && value > maximum) {
    return [problem('invalid-value', given.range, `The default ${value} is above the maximum ${maximum}.`)];
  }
  return [];
}
