import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { placed, topEntry } from '../task-facts.ts';
import type { Action } from './action.ts';
import { convertCommands } from './convert-commands.ts';
import { convertMakefile } from './convert-makefile.ts';
import { convertStages } from './convert-stages.ts';

/** Longer texts are whole files of another tool. */
const longest = 50_000;

/**
 * Makes tasks of selected lines that come from elsewhere: a job of a GitHub workflow, stages of a `dvc.yaml`, rules of a
 * Makefile, or bare commands. A best guess: a comment above asks to look it over.
 */
export function convertPasted(analysis: Analysis, range: TextRange): Action | undefined {
  const { text } = analysis;
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const newline = text.indexOf('\n', Math.max(range.start, range.end - 1));
  const end = newline === -1 ? text.length : newline;
  if (end - start > longest) return undefined;
  const selected = text.slice(start, end).replaceAll('\r', '');
  const names = analysis.syntax.tasksByName;
  const found =
    convertStages(selected) ?? convertMakefile(selected) ?? convertCommands(selected, name => !names.has(name));
  if (!found) return undefined;
  const tasks = topEntry(analysis, 'tasks');
  const first = analysis.syntax.tasks.find(task => placed(task, task.block.range).end < start);
  const column = first ? columnOf(text, placed(first, first.block.name.range).start) : 2;
  const indent = ' '.repeat(column);
  const lines = [`# From ${found.from}, converted as well as could be: look it over.`, ...found.lines];
  const body = lines.map(line => (line === '' ? line : indent + line)).join('\n');
  const isBelowTasks = tasks !== undefined && tasks.key.range.start < start;
  const newText = isBelowTasks ? body : `tasks:\n${body}`;
  const edits = [
    { range: { start, end }, newText: text.includes('\r\n') ? newText.replaceAll('\n', '\r\n') : newText },
  ];
  return { title: `Make tasks of ${found.from}`, kind: 'refactor.rewrite', edits };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
