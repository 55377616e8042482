import { closest } from './closest.ts';
import type { Json, Param, ParamValue } from './pipeline.ts';

type Params = Readonly<Record<string, Param>>;

/** A value for each param, or a sentence for each that is wrong. */
export type ParamValues =
  | { readonly ok: true; readonly values: Readonly<Record<string, ParamValue>> }
  | { readonly ok: false; readonly messages: readonly string[] };

/** The values of a used pipeline's params: what `with` gave, its expressions worked out, and the defaults. */
export function usedParamValues(params: Params, given: Readonly<Record<string, Json>>): ParamValues {
  const messages: string[] = [];
  const values: [string, ParamValue][] = [];
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(params, name)) messages.push(unknownParam(name, Object.keys(params)));
  }
  for (const [name, param] of Object.entries(params)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const taken = value === undefined ? defaultOf(name, param) : paramValueOf(name, param, value);
    if ('message' in taken) messages.push(taken.message);
    else values.push([name, taken.value]);
  }
  return messages.length > 0 ? { ok: false, messages } : { ok: true, values: Object.fromEntries(values) };
}

/** What a value is as that of a param, or a sentence on why it cannot be: a text is read as the type that the param has. */
export function paramValueOf(
  name: string,
  param: Param,
  given: Json,
): { readonly value: ParamValue } | { readonly message: string } {
  const value = typeof given === 'string' ? valueOfText(param, given) : valueOfJson(param, given);
  if (value === undefined) {
    return { message: `The param ${name} must be ${kindOf(param.type)}, not ${shown(given)}.` };
  }
  const message = complaint(name, param, value);
  return message === undefined ? { value } : { message };
}

/** What is wrong with a value of the right type: it is not among those allowed, or out of bounds. */
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

function defaultOf(name: string, param: Param): { readonly value: ParamValue } | { readonly message: string } {
  if (param.default !== undefined) return { value: param.default };
  return { message: `The param ${name} has no default: give it in "with".` };
}

/** The sentence for a param that is not there, with the nearest one that is. */
export function unknownParam(name: string, known: readonly string[], pipeline = 'The pipeline'): string {
  const near = closest(name, known);
  const hint =
    near !== undefined
      ? ` Did you mean "${near}"?`
      : known.length === 0
        ? ' It has none.'
        : ` It has: ${known.join(', ')}.`;
  return `${pipeline} has no param ${name}.${hint}`;
}

function valueOfText(param: Param, text: string): ParamValue | undefined {
  switch (param.type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
    case 'integer':
      return text.trim() === '' ? undefined : numberFor(param, Number(text));
    default:
      return param.type satisfies never;
  }
}

function valueOfJson(param: Param, value: Exclude<Json, string>): ParamValue | undefined {
  if (typeof value === 'number') return param.type === 'string' ? String(value) : numberFor(param, value);
  if (typeof value !== 'boolean') return undefined;
  return param.type === 'boolean' ? value : param.type === 'string' ? String(value) : undefined;
}

function numberFor({ type }: Param, value: number): number | undefined {
  if (type === 'boolean') return undefined;
  return (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) ? value : undefined;
}

function kindOf(type: Param['type']): string {
  if (type === 'boolean') return 'true or false';
  return type === 'integer' ? 'a whole number' : `a ${type}`;
}

function shown(value: Json): string {
  if (value === '') return 'empty';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
