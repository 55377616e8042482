import type { ParamValue, Pipeline, Task } from '../../pipeline/pipeline.ts';
import type { Selection, UsedPipeline } from '../event.ts';
import type { Cause } from './cause.ts';
import { opensLate } from './task-graph.ts';
import { type Names, readsOf, readsOfTexts } from './task-reads.ts';

/** What is run, as far as tasks can depend on it; of a run in the past it stands in `run_started`. */
export interface Meant {
  readonly pipeline: Pipeline;
  /** There when `pipeline` is a part of what the file says. */
  readonly selection?: Selection;
  readonly used?: Readonly<Record<string, UsedPipeline>>;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/**
 * The tasks whose work is no longer the same as it was, with what of it has changed first: its own words, a param or a variable
 * that it gets. How often it is tried, how long it may take and the like are not looked at. Of what stands in
 * a used pipeline only its own words are looked at: the rest is told of the task that uses it.
 */
export function taskChanges(before: Meant, now: Meant): Map<string, Cause> {
  const old = new Map(before.pipeline.tasks.map(task => [task.name, task]));
  const shared = sharedChange(before, now);
  const isPart = before.selection !== undefined || now.selection !== undefined;
  const names = new Set(now.pipeline.tasks.map(({ name }) => name));
  const asFarAsKnown = ({ needs }: Task) => needs.filter(need => old.has(need) && names.has(need));
  const changes = new Map<string, Cause>();
  for (const task of now.pipeline.tasks) {
    const previous = old.get(task.name);
    if (!previous) {
      changes.set(task.name, { kind: 'new' });
      continue;
    }
    const what =
      (isPart ? partChange(previous, task, asFarAsKnown) : wordsChange(previous, task)) ??
      usedChange(task, before, now) ??
      lateChange(task, before, now) ??
      (task.scope === undefined ? shared(task) : undefined);
    if (what !== undefined) changes.set(task.name, { kind: 'changed', what });
  }
  return changes;
}

/** In a part, needs on what does not belong to it are left out, and a rule that waits for such is another. */
function partChange(old: Task, now: Task, needsOf: (task: Task) => readonly string[]): string | undefined {
  const { triggerRule } = old;
  return wordsChange({ ...old, needs: needsOf(old) }, { ...now, needs: needsOf(now), triggerRule });
}

/** The first word of a task that says something else. */
function wordsChange(old: Task, now: Task): string | undefined {
  if (!same(old.action, now.action)) return actionChange(old, now);
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ['needs', old.needs, now.needs],
    ['trigger_rule', old.triggerRule, now.triggerRule],
    ['if', old.if, now.if],
    ['matrix', old.matrix, now.matrix],
    ['foreach', old.foreach, now.foreach],
    [`matrix`, old.instance, now.instance],
    ['working_directory', old.workingDirectory, now.workingDirectory],
    ['outputs', old.outputs, now.outputs],
    ['container', old.container, now.container],
  ];
  const changed = parts.find(([, one, other]) => one !== other && !same(one, other));
  return changed?.[0] ?? variableChange(old.env, now.env);
}

function actionChange({ action: old }: Task, { action: now }: Task): string {
  if (old.kind === 'pipeline' && now.kind === 'pipeline') return old.file === now.file ? 'with' : 'uses';
  return old.kind === 'script' && now.kind === 'script' && old.script === now.script ? 'shell' : 'run';
}

function variableChange(old: Task['env'], now: Task['env']): string | undefined {
  if (old === now) return undefined;
  const name = Object.keys({ ...old, ...now }).find(key => old[key] !== now[key]);
  return name === undefined ? undefined : `env ${name}`;
}

/** What the file that a task uses says outside of its tasks. */
function usedChange({ action }: Task, before: Meant, now: Meant): string | undefined {
  if (action.kind !== 'pipeline') return undefined;
  const [old, fresh] = [before.used?.[action.file]?.pipeline, now.used?.[action.file]?.pipeline];
  if (!old || !fresh || old === fresh) return undefined;
  const keys = ['env', 'envFiles', 'params', 'outputs'] as const;
  return keys.every(key => same(old[key], fresh[key])) ? undefined : action.file;
}

/** Members that are known only while it runs are not compared one by one: what any task says in the file that they are from counts. */
function lateChange(task: Task, before: Meant, now: Meant): string | undefined {
  const { action } = task;
  if (action.kind !== 'pipeline' || !opensLate(task)) return undefined;
  const usesMore = now.used?.[action.file]?.pipeline.tasks.some(inner => inner.action.kind === 'pipeline');
  const files = usesMore ? Object.keys(now.used ?? {}) : [action.file];
  return files.find(file => {
    const [old, fresh] = [before.used?.[file]?.pipeline.tasks, now.used?.[file]?.pipeline.tasks];
    return old !== fresh && old && fresh && saysElse(old, fresh);
  });
}

function saysElse(old: readonly Task[], now: readonly Task[]): boolean {
  const byName = new Map(old.map(task => [task.name, task]));
  if (old.length !== now.length) return true;
  return now.some(task => {
    const previous = byName.get(task.name);
    return !previous || wordsChange(previous, task) !== undefined;
  });
}

/** Says what a task of the file that is run gets from outside of it and has changed. */
function sharedChange(before: Meant, now: Meant): (task: Task) => string | undefined {
  const params = paramChanges(before, now);
  const [old, fresh] = [before.pipeline, now.pipeline];
  const variable = variableChange(old.env, fresh.env);
  const inEnv = changedOf(params, readsOfTexts(Object.values(fresh.env)).params);
  const toAll = variable ?? inEnv ?? (same(old.envFiles, fresh.envFiles) ? undefined : 'env_files');
  if (toAll !== undefined) return () => toAll;
  return params.size === 0 ? () => undefined : task => changedOf(params, readsOf(task).params);
}

function paramChanges(before: Meant, now: Meant): Map<string, string> {
  const changes = new Map<string, string>();
  for (const [name, value] of Object.entries(now.params)) {
    const old = before.params[name];
    if (old !== value) changes.set(name.toLowerCase(), `params.${name} ${shown(old)} → ${shown(value)}`);
  }
  return changes;
}

function changedOf(changes: ReadonlyMap<string, string>, read: Names): string | undefined {
  for (const [name, change] of changes) if (read === 'any' || read.has(name)) return change;
  return undefined;
}

function shown(value: ParamValue | undefined): string {
  return value === undefined ? 'not there' : value === '' ? 'empty' : String(value);
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
