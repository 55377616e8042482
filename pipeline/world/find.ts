import { closest } from '../closest.ts';
import { cyclesOf } from './cycles.ts';
import { findBadFiles } from './find-files.ts';
import type { Finding } from './finding.ts';
import { type Order, Upstream } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** Everything that is wrong between the tasks of a file. Linear in tasks and needs, but for unknown names. */
export function findBetweenTasks(table: TaskTable, order: Order, pools: ReadonlySet<string>): readonly Finding[] {
  const findings: Finding[] = [...findDuplicates(table), ...findUnknownNeeds(table), ...findPools(table, pools)];
  if (order.cyclic) {
    for (const cycle of cyclesOf(table.needs, order.levels)) {
      findings.push({ kind: 'cycle', task: cycle.tasks[0] ?? 0, cycle });
    }
  }
  const upstream = new Upstream(table.needs, order);
  findings.push(...findRedundant(table, order, upstream), ...findUnreachable(table), ...findBadFiles(table, upstream));
  const indent = table.units[0]?.indent;
  table.units.forEach((unit, task) => {
    if (unit.indent !== indent) findings.push({ kind: 'indentation', task });
  });
  return findings;
}

function findDuplicates({ units }: TaskTable): readonly Finding[] {
  const firsts = new Map<string, number>();
  const findings: Finding[] = [];
  for (const [task, { facts }] of units.entries()) {
    const first = firsts.get(facts.lowerName);
    if (first === undefined) firsts.set(facts.lowerName, task);
    else findings.push({ kind: 'duplicate', task, first });
  }
  return findings;
}

/** Names are compared only so often in all, that a file full of wrong names is still checked at once. */
const mostComparisons = 1_000_000;

function findUnknownNeeds({ units, needs, positions }: TaskTable): readonly Finding[] {
  const findings: Finding[] = [];
  let comparisons = 0;
  for (const [task, targets] of needs.entries()) {
    for (const [need, target] of targets.entries()) {
      if (target !== -1) continue;
      const name = units[task]?.facts.needs[need]?.text ?? '';
      comparisons += positions.size;
      const near =
        comparisons > mostComparisons ? undefined : closest(name, others(positions, units[task]?.facts.name));
      findings.push({ kind: 'unknown-need', task, need, ...(near === undefined ? {} : { near }) });
    }
  }
  return findings;
}

function* others(positions: ReadonlyMap<string, number>, self: string | undefined): Iterable<string> {
  for (const name of positions.keys()) if (name !== self) yield name;
}

function findPools({ units }: TaskTable, pools: ReadonlySet<string>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [task, { facts }] of units.entries()) {
    if (!facts.pool || pools.has(facts.pool.text)) continue;
    const near = closest(facts.pool.text, pools);
    findings.push({ kind: 'unknown-pool', task, ...(near === undefined ? {} : { near }) });
  }
  return findings;
}

/**
 * A need is implied by another one only when that one's success says all that this one's would: on the whole way stand
 * tasks with the rule `all_success`, and the outputs of what is needed, which only a direct need hands on, are none.
 */
function findRedundant({ units, needs }: TaskTable, { levels }: Order, upstream: Upstream): readonly Finding[] {
  const findings: Finding[] = [];
  const plain = (task: number) => units[task]?.facts.plain === true;
  for (const [task, targets] of needs.entries()) {
    if (targets.length < 2) continue;
    const isPlain = plain(task);
    for (const [need, target] of targets.entries()) {
      if (target === -1) continue;
      if (targets.indexOf(target) < need) {
        findings.push({ kind: 'repeated-need', task, need });
        continue;
      }
      const level = levels[target] ?? -1;
      if (!isPlain || level === -1 || (units[target]?.facts.outputs.size ?? 0) > 0) continue;
      const via = targets.find(
        other => (levels[other] ?? -1) > level && plain(other) && upstream.reaches(other, target, plain),
      );
      if (via !== undefined) findings.push({ kind: 'redundant', task, need, via });
    }
  }
  return findings;
}

/**
 * A rule that waits for skipped needs never holds when one of them has no reason to be skipped; one that waits for
 * failures never holds when every need lets its failures pass. A task without needs always runs, whatever its rule.
 */
function findUnreachable({ units, needs }: TaskTable): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [task, { facts }] of units.entries()) {
    const rule = facts.rule?.text;
    const targets = needs[task] ?? [];
    if (targets.length === 0 || targets.includes(-1)) continue;
    if (rule === 'all_skipped') {
      const need = targets.findIndex(target => isRoot(units, target) && units[target]?.facts.hasIf === false);
      if (need !== -1) findings.push({ kind: 'unreachable', task, need });
    } else if (rule === 'all_failed' || rule === 'one_failed') {
      const passing = targets.map(target => isRoot(units, target) && units[target]?.facts.continueOnError === true);
      const never = rule === 'all_failed' ? passing.includes(true) : passing.every(Boolean);
      if (never) findings.push({ kind: 'unreachable', task, need: passing.indexOf(true) });
    }
  }
  return findings;
}

function isRoot(units: TaskTable['units'], task: number): boolean {
  return units[task]?.facts.needs.length === 0;
}
