import { ignoreMarker } from '../ignore-comments.ts';
import { type Problem, problem, shiftProblem } from '../problem.ts';
import type { EntrySyntax, ValueSyntax } from '../syntax.ts';
import { mostAliasedNodes } from './alias.ts';
import { type EntryUnit, entryUnit, takesNothing } from './entry-unit.ts';
import { rarities } from './rarities.ts';
import { readYaml } from './read-yaml.ts';
import { shiftValue } from './shift.ts';
import { besideFaults, type SyntaxFault } from './syntax-fault.ts';
import { type TaskUnit, taskUnit } from './task-unit.ts';
import type { Unit, Units } from './units.ts';

/** Reads a text that lines alone do not take apart: a flow map around all, anchors on tasks, several documents … */
export function readWhole(text: string): Units {
  const budget = { left: mostAliasedNodes };
  const read = readYaml(text, () => undefined, budget);
  const entries = read.root?.kind === 'map' ? read.root.entries : [];
  const named = [...entries, ...entries.flatMap(taskEntries)];
  const names = new Set(named.map(entry => entry.key.range.start));
  const faults = read.faults.filter(fault => !fault.repeatedKey || !names.has(fault.range.start));
  const problems = faults.map(fault => problem('yaml-syntax', fault.range, fault.message, { fixes: fault.fixes }));
  if (read.root && read.root.kind !== 'map' && faults.length === 0) problems.push(notAMap(read.root));
  const units: Unit[] = [
    {
      kind: 'prologue',
      expressions: [],
      problems,
      ...takesNothing,
      borrowed: read.borrowed,
      silences: text.includes(ignoreMarker),
      aliased: read.aliased,
    },
  ];
  const starts = [0];
  for (const entry of entries) {
    const tasks = taskEntries(entry);
    const header: EntryUnit['kind'] = isTasks(entry) && tasks.length > 0 ? 'tasks' : 'entry';
    units.push(entryUnit(text, header, header === 'tasks' ? { key: entry.key } : entry, []));
    starts.push(0);
    for (const task of tasks) {
      const start = beginningOf(text, task.key.range.start);
      units.push(wholeTask(text, task, start, faults.length > 0));
      starts.push(start);
    }
  }
  const told =
    faults.length === 0 ? units : units.map((unit, index) => besides(text, unit, starts[index] ?? 0, faults));
  return { units: told, starts, rarities: rarities(told) };
}

/** Faults are told of by the prologue; what other units say of the same lines is left out. */
function besides(text: string, unit: Unit, start: number, faults: readonly SyntaxFault[]): Unit {
  if (unit.kind === 'prologue') return unit;
  const placed = unit.problems.map(found => shiftProblem(found, start));
  return { ...unit, problems: besideFaults(text, placed, faults).map(found => shiftProblem(found, -start)) };
}

function isTasks(entry: EntrySyntax): boolean {
  return entry.key.text === 'tasks';
}

function taskEntries(entry: EntrySyntax): readonly EntrySyntax[] {
  return isTasks(entry) && entry.value?.kind === 'map' ? entry.value.entries : [];
}

/** A task begins with its line; where several share one, with its name. */
function beginningOf(text: string, name: number): number {
  let start = name;
  while (start > 0 && text[start - 1] === ' ') start--;
  return start === 0 || text[start - 1] === '\n' ? start : name;
}

function wholeTask(text: string, { key, value }: EntrySyntax, start: number, broken: boolean): TaskUnit {
  const end = Math.max(key.range.end, value?.range.end ?? 0);
  const name = { ...key, range: { start: key.range.start - start, end: key.range.end - start } };
  const body = value && shiftValue(value, -start);
  const unit = taskUnit(text.slice(start, end), name, body, [], 0);
  return broken ? { ...unit, facts: { ...unit.facts, broken } } : unit;
}

function notAMap({ range }: ValueSyntax): Problem {
  const message = 'A pipeline file is a map of keys such as "name", "params" and "tasks".';
  return problem('invalid-value', { start: range.start, end: Math.min(range.end, range.start + 40) }, message);
}
