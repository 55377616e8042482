import { closest } from '../closest.ts';
import type { World } from './check-references.ts';
import { cyclesOf } from './cycles.ts';
import { findExclusive } from './find-exclusive.ts';
import { findBadFiles } from './find-files.ts';
import type { Finding } from './finding.ts';
import type { MarkedTasks } from './marked-tasks.ts';
import type { NearestTask } from './nearest-task.ts';
import type { Order, Upstream } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** Everything that is wrong between the tasks of a file. Linear in tasks and needs, but for unknown names. */
export function findBetweenTasks(world: World, order: Order, marked: MarkedTasks): readonly Finding[] {
  const { table, upstream } = world;
  const { pools } = world.file;
  const findings: Finding[] = [
    ...table.duplicates.map(duplicate => ({ kind: 'duplicate' as const, ...duplicate })),
    ...findUnknownNeeds(table, world.nearest, marked.open),
    ...(world.file.isBroken('pools') ? [] : findPools(table, pools, marked.pooled)),
  ];
  if (order.cyclic) {
    for (const cycle of cyclesOf(table.needs, order.levels)) {
      findings.push({ kind: 'cycle', task: cycle.tasks[0] ?? 0, cycle });
    }
  }
  for (const found of findRedundant(table, order, upstream)) findings.push(found);
  for (const found of findUnreachable(table, marked.ruled)) findings.push(found);
  for (const found of findExclusive(table, order, marked.branching)) findings.push(found);
  for (const found of findBadFiles(table, upstream, marked)) findings.push(found);
  for (const task of marked.misplaced) findings.push({ kind: 'indentation', task });
  return findings;
}

function findUnknownNeeds(
  { units, needs }: TaskTable,
  nearest: NearestTask,
  open: readonly number[],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const task of open) {
    const targets = needs[task] ?? [];
    for (let need = targets.indexOf(-1); need !== -1; need = targets.indexOf(-1, need + 1)) {
      const facts = units[task]?.facts;
      const near = nearest.find(facts?.needs[need]?.text ?? '', facts?.name);
      findings.push({ kind: 'unknown-need', task, need, ...(near === undefined ? {} : { near }) });
    }
  }
  return findings;
}

function findPools({ units }: TaskTable, pools: ReadonlySet<string>, pooled: readonly number[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const task of pooled) {
    const facts = units[task]?.facts;
    if (!facts?.pool || pools.has(facts.pool.text)) continue;
    const near = closest(facts.pool.text, pools);
    findings.push({ kind: 'unknown-pool', task, ...(near === undefined ? {} : { near }) });
  }
  return findings;
}

/** Hints beyond number help nobody. */
const mostRedundant = 1000;

/**
 * A need is implied by another one only when that one's success says all that this one's would: on the whole way stand
 * tasks with the rule `all_success`, and the outputs of what is needed, which only a direct need hands on, are none.
 */
function findRedundant(table: TaskTable, { levels }: Order, upstream: Upstream): readonly Finding[] {
  const { units, needs } = table;
  const findings: Finding[] = [];
  const plain = (task: number) => units[task]?.facts.plain === true;
  for (let task = 0; task < needs.length && findings.length < mostRedundant; task++) {
    const targets = needs[task] ?? [];
    if (targets.length < 2) continue;
    let highest = -1;
    for (const target of targets) highest = Math.max(highest, levels[target] ?? -1);
    for (let need = 0; need < targets.length; need++) {
      const target = targets[need] ?? -1;
      if (target === -1) continue;
      if (targets.indexOf(target) < need) {
        findings.push({ kind: 'repeated-need', task, need });
        continue;
      }
      const level = levels[target] ?? -1;
      if (level === -1 || level >= highest) continue;
      if (!plain(task) || (units[target]?.facts.outputs.size ?? 0) > 0) continue;
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
function findUnreachable({ units, needs }: TaskTable, ruled: readonly number[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const task of ruled) {
    const rule = units[task]?.facts.rule?.text;
    if (rule === undefined) continue;
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
