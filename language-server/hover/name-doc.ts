import type { Analysis } from '../../pipeline/analyse.ts';
import { executorTypes } from '../../pipeline/vocabulary/words.ts';
import { type Member, outputMember, paramMember } from '../expression/members.ts';
import type { Name } from '../names/name.ts';
import { descriptionOf, entryIn, entryOf, needsOf, scalarText, topEntry, waitingFor } from '../task-facts.ts';

/** What there is to know about a name, as Markdown; nothing where the file does not declare it. */
export function nameDoc(analysis: Analysis, name: Name): string | undefined {
  const { kind, text } = name;
  switch (kind) {
    case 'task':
      return taskDoc(analysis, text);
    case 'param': {
      const entry = entryIn(topEntry(analysis, 'params')?.value, text);
      return entry && memberDoc('param', paramMember(entry));
    }
    case 'output': {
      const task = analysis.syntax.tasksByName.get(name.task ?? '');
      const entry = task && entryIn(entryOf(task, 'outputs')?.value, text);
      return entry && memberDoc(`output of ${name.task}`, outputMember(entry));
    }
    case 'env': {
      const task = name.task === undefined ? undefined : analysis.syntax.tasksByName.get(name.task);
      const entry = entryIn((task ? entryOf(task, 'env') : topEntry(analysis, 'env'))?.value, text);
      const value = scalarText(entry?.value);
      return entry && `**${text}** (environment variable)${value === undefined ? '' : `\n\n${code(value)}`}`;
    }
    case 'axis':
      return name.task === '' ? undefined : `**${text}** (axis of the matrix of ${name.task})`;
    case 'pool': {
      const limit = scalarText(entryIn(topEntry(analysis, 'pools')?.value, text)?.value);
      return limit === undefined ? undefined : `**${text}** (pool): at most ${limit} at once`;
    }
    case 'executor': {
      const entry = entryIn(topEntry(analysis, 'executors')?.value, text);
      const type = scalarText(entryIn(entry?.value, 'type')?.value) ?? text;
      const doc = executorTypes.find(({ value }) => value === type)?.doc;
      return doc && `**${text}** (executor): ${doc}`;
    }
    default:
      return kind satisfies never;
  }
}

function taskDoc(analysis: Analysis, name: string): string | undefined {
  const task = analysis.syntax.tasksByName.get(name);
  if (!task) return undefined;
  const needs = needsOf(task);
  const waiting = waitingFor(analysis, name);
  return [
    `**${name}** (task)`,
    descriptionOf(task),
    needs.length === 0 ? 'Waits for nothing.' : `Waits for ${listed(needs)}.`,
    waiting.length === 0
      ? 'Nothing waits for it.'
      : `${listed(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'} for it.`,
    levelText(analysis, name),
  ]
    .filter(part => part !== undefined)
    .join('\n\n');
}

/** How deep it stands below the tasks that need nothing; said only where there are several levels, and not on or below a cycle. */
function levelText({ kept }: Analysis, name: string): string | undefined {
  const { order, world } = kept.assembly ?? {};
  const level = order?.levels[world?.table.positions.get(name) ?? -1] ?? -1;
  const last = order?.levels.reduce((most, one) => Math.max(most, one), 0) ?? 0;
  return level === -1 || last === 0 ? undefined : `Level ${level + 1} of ${last + 1}.`;
}

function memberDoc(what: string, { name, detail, doc }: Member): string {
  return [`**${name}** (${what})`, ...(detail === undefined ? [] : [detail]), ...(doc === '' ? [] : [doc])].join(
    '\n\n',
  );
}

function listed(all: readonly string[]): string {
  const shown = all.slice(0, 10).map(code).join(', ');
  return all.length > 10 ? `${shown} and ${all.length - 10} more` : shown;
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}
