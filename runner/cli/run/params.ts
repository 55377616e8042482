import type { Param, ParamValue } from '../../../pipeline/pipeline.ts';
import { Refusal } from '../refusal.ts';
import { didYouMean } from '../suggestion.ts';

type Params = Readonly<Record<string, Param>>;

/** A value for each param of a pipeline, from what was given as `name=value` and the defaults. A `Refusal` has a sentence for each that is wrong. */
export function paramValues(params: Params, given: readonly string[]): Record<string, ParamValue> {
  const wrong: string[] = [];
  const values = new Map<string, ParamValue>();
  for (const word of given) {
    const read = readParam(params, word);
    if (typeof read === 'string') wrong.push(read);
    else values.set(read.name, read.value);
  }
  const typed = new Set(given.map(word => word.slice(0, word.indexOf('='))));
  for (const [name, param] of Object.entries(params)) {
    if (values.has(name) || typed.has(name)) continue;
    if (param.default !== undefined) values.set(name, param.default);
    else wrong.push(`The param ${name} has no default. Give it: --param ${name}=${exampleOf(param)}`);
  }
  if (wrong.length > 0) throw new Refusal(wrong.join('\n'));
  return Object.fromEntries(values);
}

function readParam(params: Params, word: string): { name: string; value: ParamValue } | string {
  const at = word.indexOf('=');
  if (at < 1) return `--param ${word} has no value. Write it as name=value.`;
  const name = word.slice(0, at);
  const text = word.slice(at + 1);
  const param = Object.hasOwn(params, name) ? params[name] : undefined;
  if (!param) {
    const names = Object.keys(params);
    const known = names.length === 0 ? ' It has none.' : ` It has: ${names.join(', ')}.`;
    return `The pipeline has no param ${name}.${didYouMean(name, names) || known}`;
  }
  const value = typedValue(param, text);
  if (value === undefined) return `The param ${name} must be ${articled(param.type)}, not ${shown(text)}.`;
  return complaint(name, param, value) ?? { name, value };
}

function typedValue(param: Param, text: string): ParamValue | undefined {
  switch (param.type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
    case 'integer': {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      return (param.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) ? value : undefined;
    }
    default:
      param.type satisfies never;
      return undefined;
  }
}

function complaint(name: string, param: Param, value: ParamValue): string | undefined {
  if (param.enum && !param.enum.includes(value)) {
    return `The param ${name} must be one of ${param.enum.join(', ')}, not ${shown(value)}.`;
  }
  if (typeof value !== 'number') return undefined;
  if (param.minimum !== undefined && value < param.minimum) {
    return `The param ${name} must be at least ${param.minimum}, not ${value}.`;
  }
  if (param.maximum !== undefined && value > param.maximum) {
    return `The param ${name} must be at most ${param.maximum}, not ${value}.`;
  }
  return undefined;
}

function articled(type: Param['type']): string {
  if (type === 'boolean') return 'true or false';
  return type === 'integer' ? 'a whole number' : `a ${type}`;
}

function exampleOf(param: Param): string {
  return String(param.enum?.[0] ?? `<${param.type}>`);
}

function shown(value: ParamValue): string {
  return value === '' ? 'empty' : String(value);
}
