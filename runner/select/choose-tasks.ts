import { closest } from '../../pipeline/closest.ts';
import type { Task } from '../../pipeline/pipeline.ts';
import { opensLate, type TaskGraph } from './task-graph.ts';

/** The names that were meant, or a sentence on each word that means none. */
export type ChosenTasks = { readonly names: readonly string[] } | { readonly errors: readonly string[] };

/**
 * Finds the tasks that `words` name: a task or group, an instance (`train[model=a,fold=1]`, or `train[fold=1]` for all that
 * have it), a task of a used pipeline (`ingest/load`), or several by `*`, which stands for any text.
 */
export function chooseTasks(graph: TaskGraph, words: readonly string[]): ChosenTasks {
  const names = new Set<string>();
  const errors: string[] = [];
  for (const word of words) {
    const meant = meantBy(graph, word);
    for (const name of meant) names.add(name);
    if (meant.length === 0) errors.push(unknownText(graph, word));
  }
  return errors.length > 0 ? { errors } : { names: [...names] };
}

function meantBy(graph: TaskGraph, word: string): readonly string[] {
  if (graph.byName.has(word)) return [word];
  const fits = word.includes('*') ? byPattern(word) : byInstance(word);
  return fits ? graph.tasks.filter(fits).map(task => task.name) : [];
}

function byPattern(word: string): (task: Task) => boolean {
  const parts = word.split(/\*+/).map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
  return task => pattern.test(task.name);
}

function byInstance(word: string): ((task: Task) => boolean) | undefined {
  const [, group, list] = /^(.+?)\[(.+)\]$/s.exec(word) ?? [];
  if (group === undefined || list === undefined) return undefined;
  const wanted = list.split(',').map(pair => pair.trim());
  return task => {
    if (task.group !== group || !task.instance?.matrix) return false;
    const own = new Set(Object.entries(task.instance.matrix).map(([key, value]) => `${key}=${value}`));
    return wanted.every(pair => own.has(pair));
  };
}

function unknownText(graph: TaskGraph, word: string): string {
  const late = graph.tasks.find(
    task => opensLate(task) && /^[[/]/.test(word.slice(task.name.length)) && word.startsWith(task.name),
  );
  if (late) return `${word} is known only while ${late.name} runs. Name the whole: ${late.name}`;
  if (word.includes('*')) return `No task fits ${word}.`;
  const [, group = ''] = /^(.+?)\[/.exec(word) ?? [];
  const instances = graph.members.get(group) ?? [];
  if (instances.length > 0)
    return `${group} has no instance ${word.slice(group.length)}. It has: ${listOf(instances)}.`;
  const near = closest(word, graph.byName.keys());
  if (near !== undefined) return `There is no task ${word}. Did you mean ${near}?`;
  const shown = graph.tasks.filter(task => task.group === undefined).map(task => task.name);
  return `There is no task ${word}.${shown.length === 0 ? ' The file has none.' : ` The tasks are: ${listOf(shown)}.`}`;
}

function listOf(names: readonly string[]): string {
  const more = names.length - shownNames;
  return names.slice(0, shownNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const shownNames = 12;
