import { scalarOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { MapSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import { taskName } from '../imported.ts';
import { itemsOf } from '../yaml-file.ts';

/** What is known of the whole workflow: its parameters, and the outputs of its tasks with their types, by the names of these. */
export interface ArgoKnown {
  readonly params: ReadonlySet<string>;
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, 'string' | 'json'>>;
}

/** What the tag of a text, without its braces, is as an expression of a pipeline; nothing for what only Argo knows. */
export function tagExpression(
  tag: string,
  known: ArgoKnown,
  item: ((step: string | undefined) => string | undefined) | undefined,
): string | undefined {
  const inner = tag.trim();
  const [, param] = /^workflow\.parameters\.([\w-]+)$/.exec(inner) ?? [];
  if (param !== undefined) return known.params.has(param) ? `params.${param}` : undefined;
  const [, task, named, plain] =
    /^(?:tasks|steps)\.([\w-]+)\.outputs\.(?:parameters\.([\w-]+)|(result))$/.exec(inner) ?? [];
  const output = named ?? plain;
  if (task !== undefined && output !== undefined)
    return known.outputs.get(task)?.has(output) ? `tasks.${taskName(task)}.outputs.${output}` : undefined;
  const [isItem, step] = /^item(?:\.([\w-]+))?$/.exec(inner) ?? [];
  if (isItem !== undefined) return item?.(step);
  return inner === 'workflow.name' ? 'run.id' : undefined;
}

/** The outputs that a template declares, and what it prints when a tag asks for that; one that others go through is a list. */
export function outputsOf(
  task: string,
  template: ValueSyntax | undefined,
  tags: readonly { readonly text: string; readonly isList: boolean }[],
): ReadonlyMap<string, 'string' | 'json'> {
  const declared = itemsOf(valueUnder(valueUnder(template, 'outputs'), 'parameters')).flatMap(
    param => scalarOf(param, 'name')?.text ?? [],
  );
  const read = tags.filter(({ text }) => /^(?:tasks|steps)\./.test(text) && text.split('.')[1] === task);
  const isListed = (name: string) => read.some(({ text, isList }) => isList && text.endsWith(`.${name}`));
  const names = [...declared, ...(read.some(({ text }) => text.endsWith('.outputs.result')) ? ['result'] : [])];
  return new Map(names.map(name => [name, isListed(name) ? 'json' : 'string']));
}

/** The tags of a workflow, and whether a task goes through what they give. */
export function tagsIn(root: MapSyntax): readonly { readonly text: string; readonly isList: boolean }[] {
  return scalarsWithin(root, false).flatMap(({ text, isList }) =>
    [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map(([, inner = '']) => ({ text: inner, isList })),
  );
}

function scalarsWithin(
  value: ValueSyntax,
  isList: boolean,
): readonly { readonly text: string; readonly isList: boolean }[] {
  if (value.kind === 'scalar') return [{ text: value.text, isList }];
  if (value.kind === 'list') return value.items.flatMap(item => scalarsWithin(item, isList));
  return value.entries.flatMap(({ key, value: inner }) =>
    inner ? scalarsWithin(inner, key.text === 'withParam') : [],
  );
}
