import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { nameOf, needsOf, topEntry } from '../task-facts.ts';
import type { Action } from './action.ts';

/**
 * Puts each task below all that it needs, and leaves them otherwise in their order. Comments above a task go with it.
 * Nothing where that is so already, where there is a cycle, or where tasks do not stand in lines of their own.
 */
export function sortTasks(analysis: Analysis): Action | undefined {
  const pieces = piecesOf(analysis);
  const order = pieces && dependencyOrder(analysis);
  if (!pieces || !order || order.every((task, index) => task === index)) return undefined;
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return undefined;
  const newline = analysis.text.includes('\r\n') ? '\r\n' : '\n';
  const texts = order.map(index => {
    const piece = pieces[index];
    const words = piece ? analysis.text.slice(piece.start, piece.end) : '';
    return words.endsWith('\n') ? words : words + newline;
  });
  const joined = texts.join('');
  const isOpen = !analysis.text.slice(first.start, last.end).endsWith('\n');
  const newText = isOpen ? joined.slice(0, -newline.length) : joined;
  const range = { start: first.start, end: last.end };
  return { title: 'Sort the tasks in dependency order', kind: 'refactor.rewrite', edits: [{ range, newText }] };
}

/** Each task from the comment above it to the end of its last line, the blank lines behind it included. */
function piecesOf(analysis: Analysis): readonly TextRange[] | undefined {
  const { text, syntax } = analysis;
  const header = topEntry(analysis, 'tasks')?.key.range.end;
  const names = syntax.tasks.map(task => task.start + task.block.name.range.start);
  if (header === undefined || names.length < 2 || /[&*]/.test(text.slice(header, names[0]))) return undefined;
  const starts = names.map((name, index) => beginningOf(text, name, index === 0 ? header : (names[index - 1] ?? 0)));
  if (starts.includes(undefined)) return undefined;
  const last = syntax.tasks.at(-1);
  const end = last ? text.indexOf('\n', last.start + last.block.range.end) : -1;
  const ends = [...starts.slice(1), end === -1 ? text.length : end + 1];
  return starts.map((start, index) => ({ start: start ?? 0, end: ends[index] ?? text.length }));
}

function beginningOf(text: string, name: number, floor: number): number | undefined {
  let start = text.lastIndexOf('\n', name - 1) + 1;
  const indent = text.slice(start, name);
  if (start <= floor || indent.trim() !== '') return undefined;
  while (start > floor + 1) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    const line = text.slice(above, start).trimEnd();
    if (above <= floor || !line.startsWith(`${indent}#`)) break;
    start = above;
  }
  return start;
}

function dependencyOrder({ syntax }: Analysis): readonly number[] | undefined {
  const positions = new Map(syntax.tasks.map((task, index) => [nameOf(task), index]));
  const left = syntax.tasks.map(task => needsOf(task).filter(need => positions.has(need)).length);
  const waiting = new Map<number, number[]>();
  for (const [index, task] of syntax.tasks.entries()) {
    for (const need of needsOf(task)) {
      const at = positions.get(need);
      if (at !== undefined) waiting.set(at, [...(waiting.get(at) ?? []), index]);
    }
  }
  const order: number[] = [];
  const done = new Set<number>();
  const place = (index: number): void => {
    const open = [index];
    for (let task = open.shift(); task !== undefined; task = open.shift()) {
      if (done.has(task)) continue;
      done.add(task);
      order.push(task);
      for (const below of waiting.get(task) ?? []) {
        left[below] = (left[below] ?? 0) - 1;
        if (left[below] === 0 && below < index) open.push(below);
      }
    }
  };
  for (const index of syntax.tasks.keys()) if (left[index] === 0) place(index);
  return order.length === syntax.tasks.length && positions.size === order.length ? order : undefined;
}
