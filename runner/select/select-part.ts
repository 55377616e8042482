import type { Task, TriggerRule } from '../../pipeline/pipeline.ts';
import type { Selection } from '../event.ts';
import { withAbove } from './above.ts';
import { Below } from './below.ts';
import { chooseTasks } from './choose-tasks.ts';
import { type Past, takeOver } from './past.ts';
import type { TakenOver } from './taken-over.ts';
import { type TaskGraph, taskGraph } from './task-graph.ts';
import { readsOf } from './task-reads.ts';

/** The part of a pipeline that is run, or a sentence for each thing that stands in the way. */
export type Part =
  | { readonly tasks: readonly Task[]; readonly takenOver: ReadonlyMap<string, TakenOver> }
  | { readonly errors: readonly string[] };

/**
 * The tasks that `selection` asks for, out of `tasks` as they stand in a run. What they need and what is not run with them is taken
 * over from `past`; needs on all others are left out. A named task whose rule waits for a failure is started all the same.
 */
export function selectPart(tasks: readonly Task[], selection: Selection, past: Past): Part {
  const graph = taskGraph(tasks);
  const chosen = chooseTasks(graph, selection.tasks);
  if ('errors' in chosen) return chosen;
  if (selection.with === 'upstream')
    return { tasks: onlyThese(graph, withAbove(graph, chosen.names)), takenOver: new Map() };
  const named = new Set(chosen.names);
  const run = selection.with === 'downstream' ? below(graph, chosen.names) : these(graph, chosen.names);
  const border = borderOf(graph, run, named);
  const takenOver = new Map<string, TakenOver>();
  const missing = new Map<string, string>();
  for (const [need, reader] of border) {
    const error = takeOver(graph, need, past, takenOver);
    if (error !== undefined) missing.set(need, `${reader} needs ${need}, which ${error}.`);
  }
  if (missing.size > 0) return { errors: missingTexts(graph, missing, selection) };
  return { tasks: onlyThese(graph, new Set([...run, ...takenOver.keys()]), named), takenOver };
}

function below(graph: TaskGraph, names: readonly string[]): ReadonlySet<string> {
  const gathered = new Below(graph);
  gathered.add(names);
  return gathered.found;
}

/** The named tasks with the groups that they stand in and, of a group, its members. */
function these(graph: TaskGraph, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const addWhole = (name: string): void => {
    found.add(name);
    for (const member of graph.members.get(name) ?? []) addWhole(member);
  };
  for (const name of names) {
    addWhole(name);
    for (let group = graph.byName.get(name)?.group; group !== undefined; group = graph.byName.get(group)?.group)
      found.add(group);
  }
  return found;
}

/** What is needed or read and not run, each with the first that needs it. */
function borderOf(graph: TaskGraph, run: ReadonlySet<string>, named: ReadonlySet<string>): Map<string, string> {
  const border = new Map<string, string>();
  for (const name of run) {
    const task = graph.byName.get(name);
    if (!task) continue;
    const wanted = startsAnyway(task, run, named) ? [] : task.needs;
    for (const need of [...wanted, ...readTasks(graph, task)])
      if (!run.has(need) && !border.has(need)) border.set(need, name);
    const reader = graph.members.has(name) ? readerOf(graph, task, run) : undefined;
    if (reader === undefined) continue;
    for (const member of graph.members.get(name) ?? [])
      if (!run.has(member) && !border.has(member)) border.set(member, reader);
  }
  return border;
}

/** What is run and needs a group, with what all of its members give; or what needs the group that it stands in. */
function readerOf(graph: TaskGraph, group: Task, run: ReadonlySet<string>): string | undefined {
  const reader = graph.dependants.get(group.name)?.find(name => run.has(name));
  const outer = group.group === undefined ? undefined : graph.byName.get(group.group);
  return reader ?? (outer && readerOf(graph, outer, run));
}

/** The tasks of its own file that its expressions read, by their full names. */
function readTasks(graph: TaskGraph, task: Task): string[] {
  const { tasks } = readsOf(task);
  if (tasks === 'any') {
    const above = [...withAbove(graph, [task.name])].filter(name => graph.byName.get(name)?.scope === task.scope);
    return above.filter(name => name !== task.name && name !== task.group);
  }
  const prefix = task.scope === undefined ? '' : `${task.scope.toLowerCase()}/`;
  return [...tasks].flatMap(name => graph.byLowerName.get(prefix + name) ?? []);
}

const waitForFailure: readonly TriggerRule[] = ['all_failed', 'one_failed', 'all_skipped'];

/** A task that was named although what it waits for can no longer happen, because none of its needs is run. */
function startsAnyway(task: Task, run: ReadonlySet<string>, named: ReadonlySet<string>): boolean {
  return named.has(task.name) && waitForFailure.includes(task.triggerRule) && !task.needs.some(need => run.has(need));
}

function onlyThese(graph: TaskGraph, kept: ReadonlySet<string>, named: ReadonlySet<string> = new Set()): Task[] {
  return graph.tasks.flatMap(task => {
    if (!kept.has(task.name)) return [];
    if (startsAnyway(task, kept, named)) return [{ ...task, needs: [], triggerRule: 'all_success' as const }];
    const needs = task.needs.every(need => kept.has(need)) ? task.needs : task.needs.filter(need => kept.has(need));
    return [needs === task.needs ? task : { ...task, needs }];
  });
}

function missingTexts(graph: TaskGraph, missing: ReadonlyMap<string, string>, { with: how }: Selection): string[] {
  const texts = [...missing.values()];
  const more = texts.length - shownTexts;
  const outermost = (name: string): string => {
    const group = graph.byName.get(name)?.group;
    return group === undefined ? name : outermost(group);
  };
  return [
    ...texts.slice(0, shownTexts),
    ...(more > 0 ? [`And ${more} more.`] : []),
    how === 'only'
      ? 'Run what is needed too: leave --only out.'
      : `Run first: dagwright run FILE ${[...new Set([...missing.keys()].map(outermost))].join(' ')}`,
  ];
}

const shownTexts = 5;
