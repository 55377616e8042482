import type { Json, Output, Param, ParamValue, Task } from '../../pipeline/pipeline.ts';
import type { RunIndex } from '../run-index.ts';

/** What a chain of names in an expression means for the task that reads it. */
export type Meaning =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'param'; readonly name: string; readonly param: Param }
  /** Text with expressions, as another place of the files says it: a variable, or a value handed to a used pipeline. */
  | { readonly kind: 'template'; readonly template: string; readonly viewpoint: Task; readonly param?: Param }
  /** A value of the matrix, where the engine makes the instances. */
  | { readonly kind: 'matrix'; readonly name: string }
  /** The item of `foreach`, and the steps into it. */
  | { readonly kind: 'item'; readonly steps: readonly string[] }
  | {
      readonly kind: 'output';
      readonly from: Task;
      readonly name: string;
      readonly output: Output;
      readonly steps: readonly string[];
    }
  /** A list, an item for each instance. */
  | { readonly kind: 'outputs'; readonly from: Task; readonly members: readonly Task[]; readonly name: string }
  | { readonly kind: 'status'; readonly of: Task }
  | { readonly kind: 'run'; readonly property: 'id' | 'date' }
  | { readonly kind: 'unknown'; readonly message: string };

/** Says what `names` (`['tasks', 'load', 'outputs', 'rows']`) means where `task` is written. */
export function meaningOf(names: readonly string[], task: Task, index: RunIndex): Meaning {
  const [context = '', first = '', ...rest] = names;
  const text = names.join('.');
  if (task.foreach?.as.toLowerCase() === context.toLowerCase()) return { kind: 'item', steps: names.slice(1) };
  switch (context.toLowerCase()) {
    case 'params':
      return rest.length > 0 || first === '' ? unknown(text) : paramMeaning(first, task, index);
    case 'env':
      return envMeaning(first, task, index);
    case 'matrix':
      if (!task.instance) return { kind: 'matrix', name: first };
      return { kind: 'value', value: valueUnder(task.instance.matrix ?? {}, first) ?? null };
    case 'run':
      return first === 'id' || first === 'date' ? { kind: 'run', property: first } : unknown(text);
    case 'tasks':
      return taskMeaning(first, rest, task, index) ?? unknown(text);
    default:
      return unknown(text);
  }
}

function unknown(text: string): Meaning {
  return { kind: 'unknown', message: `\`${text}\` is known only to a run of Dagwright.` };
}

function paramMeaning(name: string, task: Task, index: RunIndex): Meaning {
  const { params } = index.pipelineOf(task);
  const found = keyOf(params, name);
  const param = found === undefined ? undefined : params[found];
  if (found === undefined || !param) return { kind: 'value', value: null };
  if (task.scope === undefined) return { kind: 'param', name: found, param };
  const user = index.get(task.scope);
  const given: ParamValue | undefined = user?.action.kind === 'pipeline' ? user.action.with[found] : undefined;
  if (typeof given === 'string' && user) return { kind: 'template', template: given, viewpoint: user, param };
  return { kind: 'value', value: given ?? param.default ?? null };
}

function envMeaning(name: string, task: Task, index: RunIndex): Meaning {
  const own = valueUnder(task.env, name);
  if (own !== undefined) return { kind: 'template', template: own, viewpoint: task };
  const shared = valueUnder(index.pipelineOf(task).env, name);
  if (shared !== undefined) return { kind: 'template', template: shared, viewpoint: task };
  return { kind: 'unknown', message: `\`env.${name}\` comes from the environment, which its templates do not see.` };
}

function taskMeaning(name: string, rest: readonly string[], task: Task, index: RunIndex): Meaning | undefined {
  const found = index.find(name, task);
  const [what, output, ...steps] = rest;
  if (!found) return undefined;
  if (what === 'status' && output === undefined) return { kind: 'status', of: found };
  if (what !== 'outputs' || output === undefined) return undefined;
  const used = index.usedBy(found);
  if (used && !found.foreach && !found.matrix) return usedOutput(found, output, steps, index);
  if (!found.matrix && !found.foreach) return outputMeaning(found, output, steps);
  const match = index.matching(found, task);
  if (match) return outputMeaning(match, output, steps);
  return steps.length > 0
    ? undefined
    : { kind: 'outputs', from: found, members: index.membersOf(found.name), name: output };
}

function outputMeaning(from: Task, name: string, steps: readonly string[]): Meaning | undefined {
  const found = keyOf(from.outputs, name);
  const output = found === undefined ? undefined : from.outputs[found];
  return found !== undefined && output ? { kind: 'output', from, name: found, output, steps } : undefined;
}

/** What a used pipeline gives is an expression over its own tasks. */
function usedOutput(user: Task, name: string, steps: readonly string[], index: RunIndex): Meaning | undefined {
  const template = valueUnder(index.usedBy(user)?.outputs ?? {}, name);
  if (template === undefined || steps.length > 0) return undefined;
  return { kind: 'template', template, viewpoint: { ...user, scope: user.name } };
}

/** Names in expressions are found in any case. */
function keyOf(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Object.hasOwn(record, name)) return name;
  return Object.keys(record).find(key => key.toLowerCase() === name.toLowerCase());
}

function valueUnder<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  const key = keyOf(record, name);
  return key === undefined ? undefined : record[key];
}
