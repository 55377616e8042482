import type { BuiltTasks } from '../building/built-tasks.ts';
import { Meaning } from '../building/meaning.ts';
import type { EditedText } from '../edited-text.ts';
import { withoutIgnored } from '../ignore-comments.ts';
import { type Problem, problem, shiftProblem } from '../problem.ts';
import { entryOf } from '../reading/fields.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { Units } from '../reading/units.ts';
import type { PipelineSyntax, TaskSyntax } from '../syntax.ts';
import { checkIgnoreComments } from './check-ignore-comments.ts';
import { checkFileReferences, checkTaskReferences, type World } from './check-references.ts';
import { type FileFacts, fileFacts } from './file-facts.ts';
import { findBetweenTasks } from './find.ts';
import { lastGivers, unusedOutputs, unusedParams } from './find-unused.ts';
import type { Finding } from './finding.ts';
import { type MarkedTasks, markedTasks, marks } from './marked-tasks.ts';
import { NearestTask } from './nearest-task.ts';
import { type Order, orderOf, Upstream } from './order.ts';
import { type PlacedEntry, placeUnits } from './place-units.ts';
import { sameToOthers } from './same-to-others.ts';
import { taskTable } from './task-table.ts';
import { TasksByName } from './tasks-by-name.ts';
import { tell } from './tell.ts';
import { toldOnce } from './told-once.ts';
import { withoutForeignEdits } from './without-foreign-edits.ts';

/** What units add up to, with what the next assembly can use again. */
export interface Assembly {
  readonly syntax: PipelineSyntax;
  readonly problems: readonly Problem[];
  /** There exactly when no problem is an error. */
  readonly meaning?: Meaning;
  readonly entries: readonly PlacedEntry[];
  readonly world: World;
  readonly order: Order;
  readonly findings: readonly Finding[];
  /** The tasks whose outputs may be read by nobody. */
  readonly givers: readonly number[];
  readonly marked: MarkedTasks;
  /** For each task what is wrong with its references; ranges as in the unit. */
  readonly references: readonly (readonly Problem[])[];
  /** The tasks as they were last built; of a file without errors, its meaning knows. */
  readonly built?: BuiltTasks;
}

/** Checks the units of a text together. What `previous` knows and is still true is used again. */
export function assemble(source: EditedText, units: Units, previous?: Assembly): Assembly {
  const { entries, taskUnits, tasks } = placeUnits(units, previous && placedIn(previous));
  const file = previous && sameEntries(previous.entries, entries) ? previous.world.file : fileFacts(entries);
  const told = between(taskUnits, file, previous);
  const references = checkReferences(taskUnits, told, file === previous?.world.file ? previous : undefined);
  const { table } = told.world;
  const syntax = { entries: file.entries, tasks, tasksByName: new TasksByName(table.positions, tasks) };
  const found = [
    ...file.problems,
    ...checkFileReferences(told.world),
    ...missingTasks(source.length, file, tasks.length),
  ];
  if (units.rarities.problems > 0)
    for (let task = 0; task < tasks.length; task++) collect(taskUnits[task]?.problems, tasks[task], found);
  for (let task = 0; task < tasks.length; task++) collect(references[task], tasks[task], found);
  for (const finding of told.findings) found.push(tell({ tasks, table }, finding));
  if (!found.some(mayHideReading)) {
    for (const unused of unusedParams(file, table)) found.push(unused);
    for (const unused of unusedOutputs(told.world, told.givers, tasks)) found.push(unused);
  }
  const hasSilences = units.rarities.silences > 0;
  if (hasSilences) for (const useless of checkIgnoreComments(source.whole)) found.push(useless);
  found.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const heard = hasSilences ? withoutIgnored(source.whole, found) : found;
  const problems = toldOnce(source, withoutForeignEdits(heard, units), units);
  const { world, order, findings, givers, marked } = told;
  const known = { syntax, problems, entries, world, order, findings, givers, marked, references };
  const built = previous?.meaning?.built ?? previous?.built;
  if (problems.some(({ severity }) => severity === 'error')) return built ? { ...known, built } : known;
  return { ...known, meaning: new Meaning(file.body, taskUnits, built) };
}

function sameEntries(before: readonly PlacedEntry[], now: readonly PlacedEntry[]): boolean {
  const same = (entry: PlacedEntry, other: PlacedEntry | undefined) =>
    entry.unit === other?.unit && entry.start === other.start;
  return before.length === now.length && now.every((entry, index) => same(entry, before[index]));
}

function placedIn({ entries, world, syntax }: Assembly) {
  return { entries, taskUnits: world.table.units, tasks: syntax.tasks };
}

/** What is wrong with the references of each task: of one that did not change only what others may have changed. */
function checkReferences(
  units: readonly TaskUnit[],
  { same, world, marked }: ReturnType<typeof between>,
  previous: Assembly | undefined,
): Assembly['references'] {
  const before = previous?.world.table.units ?? [];
  const known = previous?.references ?? [];
  return units.map((unit, position) => {
    const isKnown = before[position] === unit && (same || ((marked.marks[position] ?? 0) & marks.readsTasks) === 0);
    return (isKnown ? known[position] : undefined) ?? checkTaskReferences(unit, position, world);
  });
}

/** What is true between tasks: as before, when no change matters to it. */
function between(units: readonly TaskUnit[], file: FileFacts, previous: Assembly | undefined) {
  if (previous && file === previous.world.file && sameToOthers(previous.world.table.units, units)) {
    const { world, order, findings, givers, marked } = previous;
    return { same: true, world: { ...world, table: { ...world.table, units } }, order, findings, givers, marked };
  }
  const table = taskTable(units, previous?.world.table);
  const order = orderOf(table.needs);
  const marked = markedTasks(table, previous && { table: previous.world.table, marked: previous.marked });
  const upstream = new Upstream(table.needs, order, marked.open);
  const world = { file, table, upstream, nearest: new NearestTask(table.positions) };
  const findings = findBetweenTasks(world, order, marked);
  return { same: false, world, order, findings, givers: lastGivers(table, order), marked };
}

/** A name that is mistyped is not read: that it then seems unused would only say the same again. */
function mayHideReading({ code }: Problem): boolean {
  return code === 'yaml-syntax' || code === 'expression-syntax' || code === 'unknown-reference';
}

function collect(list: readonly Problem[] | undefined, task: TaskSyntax | undefined, problems: Problem[]): void {
  if (!list || list.length === 0) return;
  for (const found of list) problems.push(shiftProblem(found, task?.start ?? 0));
}

/** An empty file is told of at its beginning, one without tasks at `tasks` or at its first word. */
function missingTasks(length: number, file: FileFacts, count: number): readonly Problem[] {
  if (count > 0 || file.problems.some(found => found.severity === 'error')) return [];
  const entry = entryOf(file.body, 'tasks');
  const first = file.entries[0]?.key.range ?? { start: 0, end: Math.min(1, length) };
  const message = entry?.value
    ? '"tasks" must be a map: the name of each task, and below it what it does.'
    : 'There are no tasks yet: write the name of each below "tasks:", and below the name what it does.';
  return [problem('invalid-value', entry?.key.range ?? first, message)];
}
