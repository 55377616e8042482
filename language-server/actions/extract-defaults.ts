import type { Analysis } from '../../pipeline/analyse.ts';
import type { EntrySyntax, TaskSyntax } from '../../pipeline/syntax.ts';
import { placeAt } from '../../pipeline/vocabulary.ts';
import { entriesOf, entryOf, placed, topEntry } from '../task-facts.ts';
import { wordAt } from '../word-at.ts';
import type { Action } from './action.ts';
import { removeEntry } from './remove-entry.ts';

/**
 * Moves a setting that tasks repeat to `defaults`. Offered at the setting, and only where every task says it, so that no
 * task comes to mean something else; tasks with another value keep theirs.
 */
export function extractDefaults(analysis: Analysis, offset: number): Action | undefined {
  const word = wordAt(analysis, offset);
  const key = word?.path.length === 3 && word.path[0] === 'tasks' ? String(word.path[2]) : '';
  if (key === '' || placeAt(['defaults', key]).shapes.length === 0) return undefined;
  const { tasks } = analysis.syntax;
  const entries = tasks.map(task => ({ task, entry: entryOf(task, key) }));
  const own = entries.find(({ task }) => task.block.name.text === word?.path[1])?.entry;
  const value = own && textOf(own);
  const same = entries.filter(({ entry }) => entry && textOf(entry) === value);
  if (value === undefined || tasks.length < 2 || same.length < 2 || entries.some(({ entry }) => !entry))
    return undefined;
  const defaults = topEntry(analysis, 'defaults');
  if (entriesOf(defaults?.value).some(entry => entry.key.text === key)) return undefined;
  const added = addDefault(analysis, defaults, `${key}: ${value}`);
  const removed = same.flatMap(({ task, entry }) => (entry ? [withoutEntry(analysis, task, entry)] : []));
  const title = `Move "${key}: ${value}" of ${same.length} tasks to "defaults"`;
  return added && { title, kind: 'refactor.extract', edits: [added, ...removed] };
}

function withoutEntry({ text }: Analysis, task: TaskSyntax, { key, value }: EntrySyntax) {
  const { start } = placed(task, key.range);
  return removeEntry(text, start, value ? placed(task, value.range).end : start);
}

/** Only a value of one line, written in the task itself. */
function textOf({ value }: EntrySyntax): string | undefined {
  return value?.kind === 'scalar' && (value.style === 'plain' || value.style === 'double-quoted')
    ? value.style === 'plain'
      ? value.text
      : JSON.stringify(value.text)
    : undefined;
}

function addDefault({ text, syntax }: Analysis, defaults: EntrySyntax | undefined, setting: string) {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const first = defaults?.value?.kind === 'map' ? defaults.value.entries[0]?.key.range.start : undefined;
  if (defaults?.value?.kind === 'map' && first !== undefined) {
    const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first);
    const newText = defaults.value.flow ? `${setting}, ` : `${setting}${newline}${indent}`;
    return { range: { start: first, end: first }, newText };
  }
  const tasks = syntax.entries.find(entry => entry.key.text === 'tasks')?.key.range.start;
  if (defaults || tasks === undefined || (tasks > 0 && text[tasks - 1] !== '\n')) return undefined;
  return { range: { start: tasks, end: tasks }, newText: `defaults: { ${setting} }${newline}` };
}
