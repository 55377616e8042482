import { contradict, type Guard } from '../expressions/guards.ts';
import type { TaskFacts } from '../reading/task-facts.ts';
import type { Finding } from './finding.ts';
import { waitsForFailure } from './marked-tasks.ts';
import type { Order } from './order.ts';
import type { TaskTable } from './task-table.ts';

/** So many conditions are followed down from branch to branch; beyond them nothing is told. */
const mostGuards = 40;

/** What must hold for a task to succeed, each with the rank of the need that asks for it. */
type Required = readonly Guard[];

/**
 * Joins below branches that exclude each other: each of them runs only when the other does not, so a task that needs
 * the success of both never starts. Linear in tasks and needs, and free where nothing branches.
 */
export function findExclusive(
  { units, needs }: TaskTable,
  { levels }: Order,
  branching: readonly number[],
): readonly Finding[] {
  if (branching.length === 0) return [];
  const watched = watchedTasks(branching.flatMap(task => units[task]?.facts ?? []));
  const required: Required[] = units.map(() => none);
  const findings: Finding[] = [];
  for (const task of byLevel(levels)) {
    const facts = units[task]?.facts;
    if (!facts) continue;
    const told = facts.rule && facts.rule.text !== 'all_success' ? none : fromNeeds(task);
    required[task] = [...told, ...ownGuards(facts)].slice(0, mostGuards);
  }
  return findings;

  function fromNeeds(task: number): Required {
    const guards: { guard: Guard; need: number }[] = [];
    for (const [need, target] of (needs[task] ?? []).entries()) {
      const facts = units[target]?.facts;
      if (!facts || facts.continueOnError || facts.fansOut) continue;
      const added = [...(required[target] ?? none), ...(watched.has(facts.lowerName) ? [succeeded(facts)] : none)];
      for (const guard of added) {
        const against = guards.find(known => known.need !== need && contradict(known.guard, guard));
        if (against) {
          findings.push({ kind: 'exclusive', task, need, other: against.need, guard, against: against.guard });
          return none;
        }
        if (guards.length < mostGuards) guards.push({ guard, need });
      }
    }
    return guards.map(({ guard }) => guard);
  }
}

const none: Required = [];

function ownGuards(facts: TaskFacts): Required {
  const [only] = facts.needs;
  const failed =
    waitsForFailure(facts) && facts.needs.length === 1 && only
      ? [{ subject: statusOf(only.text.toLowerCase()), is: false, value: 'success' }]
      : none;
  return facts.fansOut ? failed : [...failed, ...facts.guards];
}

function succeeded(facts: TaskFacts): Guard {
  return { subject: statusOf(facts.lowerName), is: true, value: 'success' };
}

function statusOf(name: string): string {
  return `tasks.${name}.status`;
}

/** The tasks whose status a branch depends on. */
function watchedTasks(branching: readonly TaskFacts[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const facts of branching) {
    for (const { subject } of ownGuards(facts)) {
      if (subject.startsWith('tasks.') && subject.endsWith('.status')) names.add(subject.slice(6, -7));
    }
  }
  return names;
}

/** The tasks that are on no cycle, and below none, each behind what it needs. */
function byLevel(levels: Int32Array): readonly number[] {
  const tasks: number[] = [];
  for (let task = 0; task < levels.length; task++) if (levels[task] !== -1) tasks.push(task);
  return tasks.sort((a, b) => (levels[a] ?? 0) - (levels[b] ?? 0));
}
