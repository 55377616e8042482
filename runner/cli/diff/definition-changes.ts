import type { Json, Task } from '../../../pipeline/pipeline.ts';
import { type Change, changes } from './change.ts';

/** What the file says otherwise of a task in the later of two runs, by the words of the file. */
export function definitionChanges(before: Task, after: Task): Change[] {
  if (before === after) return [];
  const [one, other] = [saidOf(before), saidOf(after)];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return changes([...keys].map(key => [key, one[key], other[key]] as const));
}

/** A task flat: its own keys, and each variable and each argument of a used pipeline by itself. */
function saidOf(task: Task): Readonly<Record<string, Json | undefined>> {
  const { name: _, action, env, group: _group, scope: _scope, instance: _instance, ...others } = task;
  const said: Record<string, Json | undefined> = { ...actionOf(action) };
  for (const [name, value] of Object.entries(env)) said[`env ${name}`] = value;
  for (const [key, value] of Object.entries(others)) said[wordOf(key)] = plain(value);
  return said;
}

function actionOf(action: Task['action']): Record<string, Json> {
  switch (action.kind) {
    case 'script':
      return { run: action.script, shell: action.shell };
    case 'program':
      return { run: action.argv };
    case 'pipeline':
      return {
        uses: action.file,
        ...Object.fromEntries(Object.entries(action.with).map(([name, value]) => [`with ${name}`, value])),
      };
    default:
      return action satisfies never;
  }
}

/** `retryDelayMs` is `retry_delay` in a file. */
function wordOf(key: string): string {
  return key.replace(/(?:Ms|Bytes)$/, '').replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
