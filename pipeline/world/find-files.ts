import type { TaskFacts } from '../reading/task-facts.ts';
import type { Finding } from './finding.ts';
import type { Upstream } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** A file that a task writes: `write` is its rank among the task's. */
interface Writer {
  readonly task: number;
  readonly write: number;
}

/** Files that two unordered tasks write, and files that are read without needing the task that writes them. */
export function findBadFiles(table: TaskTable, upstream: Upstream): readonly Finding[] {
  const writers = new Map<string, Writer[]>();
  const findings: Finding[] = [];
  for (let task = 0; task < table.units.length; task++) {
    const writes = table.units[task]?.facts.writes ?? [];
    for (const [write, { path }] of writes.entries()) {
      const known = writers.get(path);
      if (known) known.push({ task, write });
      else writers.set(path, [{ task, write }]);
    }
  }
  if (writers.size === 0) return findings;
  for (const same of writers.values()) for (const found of conflicts(table, same, upstream)) findings.push(found);
  for (let task = 0; task < table.units.length; task++) {
    const reads = table.units[task]?.facts.reads ?? [];
    for (const [read, { path }] of reads.entries()) {
      const known = writers.get(path);
      if (!known || known.some(writer => writer.task === task || upstream.mayReach(task, writer.task))) continue;
      const writer = known[0]?.task ?? 0;
      findings.push({ kind: 'missing-needs', task, read, writer, wouldCycle: upstream.reaches(writer, task) });
    }
  }
  return findings;
}

/** Each writer against the nearest one before it that is not ordered with it. */
function conflicts(table: TaskTable, writers: readonly Writer[], upstream: Upstream): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, { task, write }] of writers.entries()) {
    const other = writers
      .slice(Math.max(0, index - 20), index)
      .find(
        before =>
          before.task !== task &&
          !excludeEachOther(table, task, before.task) &&
          !upstream.mayReach(task, before.task) &&
          !upstream.mayReach(before.task, task),
      );
    if (other) findings.push({ kind: 'conflict', task, write, other: other.task, otherWrite: other.write });
  }
  return findings;
}

/** Two tasks that each run only under a condition, or by different rules, may be two ways to make one file. */
function excludeEachOther({ units }: TaskTable, a: number, b: number): boolean {
  const [one, other] = [units[a]?.facts, units[b]?.facts];
  if (!one || !other) return false;
  return (one.hasIf && other.hasIf) || waitsForSuccess(one) !== waitsForSuccess(other);
}

function waitsForSuccess({ rule }: TaskFacts): boolean {
  return !rule || !['all_failed', 'one_failed', 'all_skipped'].includes(rule.text);
}
