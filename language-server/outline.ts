import type { Analysis } from '../pipeline/analyse.ts';
import type { EntrySyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { nameOf, needsOf, placed, scalarText } from './task-facts.ts';

/** One line of the outline of a file. */
export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'key' | 'name' | 'task';
  /** All of it; the name lies within. */
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly children: readonly OutlineItem[];
}

const listed = new Set(['params', 'env', 'pools', 'executors', 'outputs']);

/** The top-level keys with the tasks, params and other names below them. */
export function outline(analysis: Analysis): readonly OutlineItem[] {
  return analysis.syntax.entries.map(entry => {
    const key = String(entry.key.value ?? '');
    if (key === 'tasks') return tasksItem(analysis, entry);
    const children = listed.has(key) && entry.value?.kind === 'map' ? entry.value.entries : [];
    return itemOf(
      entry,
      'key',
      children.map(child => itemOf(child, 'name', [])),
    );
  });
}

function itemOf(entry: EntrySyntax, kind: OutlineItem['kind'], children: readonly OutlineItem[]): OutlineItem {
  const { range: nameRange, value } = entry.key;
  const end = Math.max(nameRange.end, entry.value?.range.end ?? 0);
  return {
    name: shown(value),
    detail: (scalarText(entry.value) ?? '').slice(0, 80),
    kind,
    range: { start: nameRange.start, end },
    nameRange,
    children,
  };
}

function tasksItem(analysis: Analysis, { key }: EntrySyntax): OutlineItem {
  const children = analysis.syntax.tasks.map((task): OutlineItem => {
    const range = placed(task, task.block.range);
    const needs = needsOf(task);
    const detail = needs.length === 0 ? '' : `needs ${needs.join(', ')}`.slice(0, 80);
    return {
      name: shown(nameOf(task)),
      detail,
      kind: 'task',
      range,
      nameRange: placed(task, task.block.name.range),
      children: [],
    };
  });
  const end = Math.max(key.range.end, children.at(-1)?.range.end ?? 0);
  const detail = children.length === 1 ? '1 task' : `${children.length} tasks`;
  return { name: 'tasks', detail, kind: 'key', range: { start: key.range.start, end }, nameRange: key.range, children };
}

/** An editor refuses a name without a letter. */
function shown(name: unknown): string {
  const text = String(name ?? '').trim();
  return text === '' ? '(no name)' : text;
}
