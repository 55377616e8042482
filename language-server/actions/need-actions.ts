import type { Analysis } from '../../pipeline/analyse.ts';
import { isTaskName } from '../../pipeline/checks/formats.ts';
import type { Problem, TextEdit } from '../../pipeline/problem.ts';
import type { TaskSyntax } from '../../pipeline/syntax.ts';
import { taskAt } from '../../pipeline/task-at.ts';
import { entryOf, placed, topEntry } from '../task-facts.ts';
import type { Action } from './action.ts';
import { removeEntry } from './remove-entry.ts';

/** What can be done about a need that no task answers, or that closes a cycle, besides the mends that the problem brings. */
export function needActions(analysis: Analysis, problem: Problem, offset: number): readonly Action[] {
  if (problem.code === 'unknown-dependency') {
    const task = taskAt(analysis.syntax, problem.range.start);
    const remove = task && withoutNeed(analysis, task, problem.range.start);
    return [...createTask(analysis, problem), ...(remove ? [remove] : [])];
  }
  if (problem.code !== 'dependency-cycle') return [];
  if (problem.related.length === 1 && problem.fixes.length > 0) return [];
  const hops = problem.related.filter(({ range }) => range.start <= offset && offset <= range.end);
  const others = hops.length > 0 ? hops : problem.related;
  return others.flatMap(({ range }) => {
    const task = taskAt(analysis.syntax, range.start);
    const remove = task && withoutNeed(analysis, task, range.start);
    return task && remove ? [{ ...remove, title: `Break the cycle here: ${remove.title}` }] : [];
  });
}

/** The edit that takes a need out of a task, with the key when it was the only one. */
export function withoutNeed(analysis: Analysis, task: TaskSyntax, at: number): Action | undefined {
  const { needs } = task.block;
  const index = needs.findIndex(({ range }) => range.start + task.start <= at && at <= range.end + task.start);
  const [mine, next, last] = [needs[index], needs[index + 1], needs[index - 1]];
  if (!mine) return undefined;
  const title = `"${task.block.name.text}" does not need "${mine.text}"`;
  const act = (start: number, end: number): Action => ({
    title,
    kind: 'quickfix',
    edits: [{ range: { start: start + task.start, end: end + task.start }, newText: '' }],
  });
  if (next && next.range.start > mine.range.end) return act(mine.range.start, next.range.start);
  if (last && last.range.end < mine.range.start) return act(last.range.end, mine.range.end);
  const entry = entryOf(task, 'needs');
  if (!entry?.value || needs.length !== 1) return undefined;
  const edit = removeEntry(analysis.text, entry.key.range.start + task.start, entry.value.range.end + task.start);
  return { title, kind: 'quickfix', edits: [edit] };
}

/** A task of the name that is missing, at the end of the tasks, in the column of the others. */
function createTask(analysis: Analysis, { range }: Problem): readonly Action[] {
  const { text, syntax } = analysis;
  const written = text.slice(range.start, range.end).replace(/^(["'])(.*)\1$/, '$2');
  const last = syntax.tasks.at(-1);
  const key = topEntry(analysis, 'tasks')?.key.range;
  if (!last || !key || !isTaskName(written) || text.slice(key.end).startsWith(': {')) return [];
  const start = placed(last, last.block.name.range).start;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return [];
  const end = placed(last, last.block.range).end;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lineEnd = text.indexOf('\n', end);
  const at = lineEnd === -1 ? text.length : lineEnd + 1;
  const lead = lineEnd === -1 ? newline : '';
  const newText = `${lead}${indent}${written}:${newline}${indent}  run: echo ${written}${newline}`;
  const edits: TextEdit[] = [{ range: { start: at, end: at }, newText }];
  return [{ title: `Create the task "${written}"`, kind: 'quickfix', edits }];
}
