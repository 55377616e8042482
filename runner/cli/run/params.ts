import { paramValueOf, unknownParam } from '../../../pipeline/param-values.ts';
import type { Param, ParamValue } from '../../../pipeline/pipeline.ts';
import { Refusal } from '../refusal.ts';

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
  if (!param) return unknownParam(name, Object.keys(params));
  const read = paramValueOf(name, param, text);
  return 'message' in read ? read.message : { name, value: read.value };
}

function exampleOf(param: Param): string {
  return String(param.enum?.[0] ?? `<${param.type}>`);
}
