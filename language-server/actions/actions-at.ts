import type { Analysis } from '../../pipeline/analyse.ts';
import { ignoreFix } from '../../pipeline/ignore-comments.ts';
import type { Problem } from '../../pipeline/problem.ts';
import { taskAt } from '../../pipeline/task-at.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { entryOf, placed, topEntry } from '../task-facts.ts';
import type { Action } from './action.ts';
import { convertPasted } from './convert-pasted.ts';
import { extractDefaults } from './extract-defaults.ts';
import { bringsNoError, edited, fixAll } from './fix-all.ts';
import { needActions } from './need-actions.ts';
import { sortTasks } from './sort-tasks.ts';

/** What can be done at a range besides the mends that the problems bring. */
export function actionsAt(analysis: Analysis, problems: readonly Problem[], range: TextRange): readonly Action[] {
  const tasks = topEntry(analysis, 'tasks')?.key.range;
  const isAtTasks = tasks && tasks.start <= range.end && range.start <= tasks.end;
  const sorted = isAtTasks ? sortTasks(analysis) : undefined;
  const extracted = extractDefaults(analysis, range.start);
  const pasted = range.end > range.start ? range : pastedTaskAt(analysis, range.start);
  const converted = pasted && convertPasted(analysis, pasted);
  const guessed = [converted, extracted, sorted].filter(action => action !== undefined);
  return [...guessed.filter(({ edits }) => bringsNoError(analysis, edits)), ...ofKinds(problems, range)];
}

/** The task at an offset, where what is said there is what a job of GitHub or a stage of DVC does. */
function pastedTaskAt({ syntax }: Analysis, offset: number): TextRange | undefined {
  const task = taskAt(syntax, offset);
  if (!task) return undefined;
  const said = ['steps', 'cmd'].flatMap(key => entryOf(task, key)?.key.range ?? []);
  const isThere = said.some(({ start, end }) => task.start + start <= offset && offset <= task.start + end);
  return isThere ? placed(task, task.block.range) : undefined;
}

/** What an editor may do with a whole file, as it saves it for example. */
export function sourceActions(problems: readonly Problem[]): readonly Action[] {
  if (!problems.some(({ fixes }) => fixes.length > 0)) return [];
  return [{ title: 'Fix all that can be fixed', kind: 'source.fixAll', edits: fixAll(problems) }];
}

/** What can be done about one problem: other mends than its own, and silence. */
export function actionsFor(analysis: Analysis, problem: Problem, offset: number): readonly Action[] {
  const ignore = ignoreFix(analysis.text, problem);
  const isUsable = ignore && bringsNoError(analysis, ignore.edits) && silences(analysis, problem, ignore.edits);
  return [
    ...needActions(analysis, problem, offset),
    ...(isUsable ? [{ title: ignore.title, kind: 'quickfix' as const, edits: ignore.edits }] : []),
  ];
}

/** Inside a text of several lines a comment would be a part of the text. */
function silences({ text }: Analysis, problem: Problem, edits: Action['edits']): boolean {
  const line = edits[0]?.range.start ?? 0;
  const above = text.slice(text.lastIndexOf('\n', line - 2) + 1, line).trimEnd();
  const isContinued = /(?:^|\s)["'][^"']*$/.test(above) && !/["']$/.test(above);
  return !isContinued && edited(text, edits).length > text.length && problem.range.end >= problem.range.start;
}

/** All of a kind, where there are several. */
function ofKinds(problems: readonly Problem[], range: TextRange): readonly Action[] {
  const fixable = problems.filter(({ fixes }) => fixes.length > 0);
  const here = fixable.filter(found => found.range.start <= range.end && range.start <= found.range.end);
  return [...new Set(here.map(({ code }) => code))].flatMap((code): readonly Action[] => {
    const count = fixable.filter(found => found.code === code).length;
    return count < 2 ? [] : [{ title: `Fix all ${count} of ${code}`, kind: 'quickfix', edits: fixAll(problems, code) }];
  });
}
