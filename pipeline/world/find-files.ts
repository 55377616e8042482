import { contradict } from '../expressions/guards.ts';
import { matches } from '../file-pattern.ts';
import type { FileFact, TaskFacts } from '../reading/task-facts.ts';
import type { Finding } from './finding.ts';
import type { MarkedTasks } from './marked-tasks.ts';
import type { Upstream } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** A file that a task writes: `write` is its rank among the task's. */
interface Writer {
  readonly task: number;
  readonly write: number;
}

/** Files that two unordered tasks write, and files that are read without needing the task that writes them. */
export function findBadFiles(
  table: TaskTable,
  upstream: Upstream,
  { writing, reading }: MarkedTasks,
): readonly Finding[] {
  const writers = new Map<string, Writer[]>();
  const findings: Finding[] = [];
  for (const task of writing) {
    const writes = table.units[task]?.facts.writes ?? [];
    for (const [write, { path }] of writes.entries()) {
      const known = writers.get(path);
      if (known) known.push({ task, write });
      else writers.set(path, [{ task, write }]);
    }
  }
  if (writers.size === 0) return findings;
  for (const [path, same] of writers) {
    for (const found of conflicts(table, same, upstream)) findings.push(found);
    const around = writersAround(path, writers);
    for (const found of around.length > 0 ? conflicts(table, same, upstream, around) : []) findings.push(found);
  }
  const all: Writers = { byPath: writers, matchesLeft: mostMatches };
  for (const task of reading) {
    const reads = table.units[task]?.facts.reads ?? [];
    for (const [read, file] of reads.entries()) {
      for (const known of writersOf(file, all)) {
        if (known.some(writer => writer.task === task || upstream.mayReach(task, writer.task))) continue;
        const writer = known[0]?.task ?? 0;
        if (runApart(table, task, writer)) continue;
        const wouldCycle = upstream.reaches(writer, task);
        if (wouldCycle && file.pattern) continue;
        findings.push({ kind: 'missing-needs', task, read, writer, wouldCycle });
        break;
      }
    }
  }
  return findings;
}

interface Writers {
  readonly byPath: ReadonlyMap<string, readonly Writer[]>;
  matchesLeft: number;
}

/** So often in all a glob is held against a path, that a file full of both is still checked at once. */
const mostMatches = 300_000;

/** Who writes a file, the folder that it is in, or, for a glob, each of the files that fit. */
function writersOf({ path, pattern }: FileFact, writers: Writers): readonly (readonly Writer[])[] {
  const found: (readonly Writer[])[] = [];
  if (!pattern) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const known = writers.byPath.get(path.slice(0, end));
      if (known) found.push(known);
    }
    return found;
  }
  writers.matchesLeft -= writers.byPath.size;
  if (writers.matchesLeft < 0) return found;
  for (const [written, known] of writers.byPath) if (matches(pattern, written)) found.push(known);
  return found;
}

/** Who writes the folders that a file is in. */
function writersAround(path: string, writers: ReadonlyMap<string, readonly Writer[]>): readonly Writer[] {
  const found: Writer[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    for (const writer of writers.get(path.slice(0, end)) ?? []) found.push(writer);
  }
  return found;
}

/** So many writers are held against one. */
const mostOthers = 20;

/** Each writer against the nearest one before it, or the last of those `around`, that is not ordered with it. */
function conflicts(
  table: TaskTable,
  writers: readonly Writer[],
  upstream: Upstream,
  around?: readonly Writer[],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, { task, write }] of writers.entries()) {
    const other = (around ?? writers.slice(0, index))
      .slice(-mostOthers)
      .find(
        before =>
          before.task !== task &&
          !upstream.mayReach(task, before.task) &&
          !upstream.mayReach(before.task, task) &&
          !excludeEachOther(table, task, before.task),
      );
    if (other) findings.push({ kind: 'conflict', task, write, other: other.task, otherWrite: other.write });
  }
  return findings;
}

/** Two tasks of which each, or one above it, runs only under a condition, or by different rules, may be two ways to make one file. */
function excludeEachOther(table: TaskTable, a: number, b: number): boolean {
  const [one, other] = [conditionsOf(table, a), conditionsOf(table, b)];
  return (one.hasIf && other.hasIf) || one.waitsForFailure !== other.waitsForFailure;
}

/** Whether the conditions of two tasks never hold together. */
function runApart({ units }: TaskTable, a: number, b: number): boolean {
  const others = units[b]?.facts.guards ?? [];
  return units[a]?.facts.guards.some(guard => others.some(other => contradict(guard, other))) ?? false;
}

/** What stands in the way of a task and of all above it; asked only of tasks that write the same file. */
function conditionsOf({ units, needs }: TaskTable, asked: number) {
  const way = new Set([asked]);
  const found = { hasIf: false, waitsForFailure: false };
  for (const task of way) {
    const facts = units[task]?.facts;
    if (facts?.hasIf) found.hasIf = true;
    if (facts && !waitsForSuccess(facts)) found.waitsForFailure = true;
    if (way.size < mostAbove) for (const need of needs[task] ?? []) if (need !== -1) way.add(need);
  }
  return found;
}

/** So many tasks are looked at above one that writes a file which another writes too. */
const mostAbove = 200;

function waitsForSuccess({ rule }: TaskFacts): boolean {
  return !rule || !['all_failed', 'one_failed', 'all_skipped'].includes(rule.text);
}
