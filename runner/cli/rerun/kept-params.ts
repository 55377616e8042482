import type { Param, ParamValue } from '../../../pipeline/pipeline.ts';
import type { RunStarted } from '../../event.ts';

type Params = Readonly<Record<string, Param>>;

/**
 * The params of a past run as words `name=value` for a new one with `params`, without those that `given` names. What was only the
 * default then is the default of now. `gone` are those that the pipeline has no longer.
 */
export function keptParams(
  started: RunStarted,
  params: Params,
  given: readonly string[],
): { readonly words: readonly string[]; readonly gone: readonly string[] } {
  const named = new Set(given.map(word => word.split('=')[0]));
  const words: string[] = [];
  const gone: string[] = [];
  for (const [name, value] of Object.entries(started.params)) {
    if (named.has(name)) continue;
    if (!Object.hasOwn(params, name)) gone.push(name);
    else if (!wasDefault(started, name, value) || params[name]?.default === undefined) words.push(`${name}=${value}`);
  }
  return { words, gone };
}

function wasDefault({ pipeline }: RunStarted, name: string, value: ParamValue): boolean {
  return Object.hasOwn(pipeline.params, name) && pipeline.params[name]?.default === value;
}
