import type { Analysis } from '../../pipeline/analyse.ts';
import type { EntrySyntax, TaskSyntax } from '../../pipeline/syntax.ts';
import {
  expressionContexts,
  runProperties,
  taskProperties,
  triggerProperties,
} from '../../pipeline/vocabulary/expression-words.ts';
import type { CompletionKind } from '../completion/completion.ts';
import { descriptionOf, entriesOf, entryIn, entryOf, scalarText, topEntry, upstreamOf } from '../task-facts.ts';

/** A name that can be reached in an expression. */
export interface Member {
  readonly name: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  /** Markdown. */
  readonly doc: string;
}

/** What can be reached behind `links` in an expression of the task named `task`; behind nothing, the contexts it has. */
export function membersOf(analysis: Analysis, task: string, links: readonly string[]): readonly Member[] {
  const own = analysis.syntax.tasksByName.get(task);
  const [context, name, property] = links;
  if (links.length === 0) return contextsOf(own);
  if (links.length === 1) {
    switch (context) {
      case 'params':
        return entriesOf(topEntry(analysis, 'params')?.value).map(paramMember);
      case 'env':
        return envOf(analysis, own);
      case 'matrix':
        return axesOf(own);
      case 'run':
        return runProperties.map(({ name, doc }) => ({ name, kind: 'variable', doc }));
      case 'trigger':
        return triggerProperties.map(({ name, doc }) => ({ name, kind: 'variable', doc }));
      case 'tasks':
        return upstreamMembers(analysis, task);
    }
  }
  if (context !== 'tasks' || name === undefined) return [];
  if (links.length === 2) return taskProperties.map(({ name, doc }) => ({ name, kind: 'variable', doc }));
  const target = analysis.syntax.tasksByName.get(name);
  return links.length === 3 && property === 'outputs' && target ? outputsOf(target) : [];
}

function contextsOf(task: TaskSyntax | undefined): readonly Member[] {
  const hasMatrix = task !== undefined && entryOf(task, 'matrix') !== undefined;
  const contexts = expressionContexts
    .filter(({ name }) => name !== 'matrix' || hasMatrix)
    .map(({ name, doc }): Member => ({ name, kind: 'context', doc }));
  const item = task && entryOf(task, 'foreach') ? (scalarText(entryOf(task, 'as')?.value) ?? 'item') : undefined;
  return item === undefined ? contexts : [...contexts, { name: item, kind: 'variable', doc: 'The item of `foreach`.' }];
}

function upstreamMembers(analysis: Analysis, task: string): readonly Member[] {
  const names = task === '' ? analysis.syntax.tasksByName.keys() : upstreamOf(analysis, task);
  return [...names].flatMap((name): readonly Member[] => {
    const target = analysis.syntax.tasksByName.get(name);
    return target && name !== task ? [{ name, kind: 'task', doc: descriptionOf(target) ?? '' }] : [];
  });
}

/** What a param is, as hover and completion tell it. */
export function paramMember({ key, value }: EntrySyntax): Member {
  const type = scalarText(entryIn(value, 'type')?.value);
  const fallback = value?.kind === 'map' ? scalarText(entryIn(value, 'default')?.value) : scalarText(value);
  const detail = [type, fallback === undefined ? undefined : `default ${fallback}`].filter(part => part !== undefined);
  const doc = scalarText(entryIn(value, 'description')?.value) ?? '';
  return {
    name: String(key.value ?? ''),
    kind: 'param',
    ...(detail.length > 0 ? { detail: detail.join(', ') } : {}),
    doc,
  };
}

/** The outputs that a task declares. */
export function outputsOf(task: TaskSyntax): readonly Member[] {
  return entriesOf(entryOf(task, 'outputs')?.value).map(outputMember);
}

/** The outputs of a pipeline, as a task that uses it gives them. */
export function usedOutputs(used: Analysis): readonly Member[] {
  return entriesOf(topEntry(used, 'outputs')?.value).map(({ key, value }) => {
    const detail = scalarText(value);
    return { name: String(key.value ?? ''), kind: 'output', ...(detail === undefined ? {} : { detail }), doc: '' };
  });
}

/** What an output is, as hover and completion tell it. */
export function outputMember({ key, value }: EntrySyntax): Member {
  const path = scalarText(entryIn(value, 'path')?.value);
  const type = value?.kind === 'map' ? scalarText(entryIn(value, 'type')?.value) : scalarText(value);
  const detail = path === undefined ? type : `file ${path}`;
  return { name: String(key.value ?? ''), kind: 'output', ...(detail === undefined ? {} : { detail }), doc: '' };
}

function envOf(analysis: Analysis, task: TaskSyntax | undefined): readonly Member[] {
  const entries = [...entriesOf(topEntry(analysis, 'env')?.value), ...entriesOf(task && entryOf(task, 'env')?.value)];
  const members = new Map<string, Member>();
  for (const { key, value } of entries) {
    const name = String(key.value ?? '');
    members.set(name, { name, kind: 'variable', detail: scalarText(value) ?? '', doc: '' });
  }
  return [...members.values()];
}

function axesOf(task: TaskSyntax | undefined): readonly Member[] {
  return entriesOf(task && entryOf(task, 'matrix')?.value)
    .filter(({ key }) => key.value !== 'include' && key.value !== 'exclude')
    .map(({ key }) => ({ name: String(key.value ?? ''), kind: 'variable', doc: "An axis of the task's matrix." }));
}
