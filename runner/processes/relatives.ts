import type { ProcessEntry } from './process-table.ts';
import { isTarget } from './send-signal.ts';

/** By what the processes of an attempt are known. */
export interface Kin {
  /** Whether a birthmark is one of theirs. */
  readonly bears: (birthmark: string) => boolean;
  /** The groups that hold nobody else. */
  readonly groups: ReadonlySet<number>;
  /** Those that are never of them: the shells that start attempts, the runner. */
  readonly spared: ReadonlySet<number>;
}

/**
 * The processes of `table` that are `kin`: by birthmark, by group, or because they descend from such a one;
 * in the order of their pids, so that who waits for others is asked before them. What went
 * into a session of its own and forked twice is known by the birthmark; what never became another program by the group.
 */
export function relatives(table: readonly ProcessEntry[], kin: Kin): ProcessEntry[] {
  const found = new Set<ProcessEntry>();
  const untouchable = withAncestors(table, kin.spared);
  const children = new Map<number, ProcessEntry[]>();
  const waiting: ProcessEntry[] = [];
  for (const entry of table) {
    const siblings = children.get(entry.parent);
    if (siblings) siblings.push(entry);
    else children.set(entry.parent, [entry]);
    const isKin =
      (isTarget(entry.group) && kin.groups.has(entry.group)) ||
      (entry.birthmark !== undefined && kin.bears(entry.birthmark));
    if (isKin && !untouchable.has(entry.pid)) waiting.push(entry);
  }
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (found.has(entry)) continue;
    found.add(entry);
    for (const child of children.get(entry.pid) ?? []) if (!untouchable.has(child.pid)) waiting.push(child);
  }
  return [...found].sort((a, b) => a.pid - b.pid);
}

/** Those that are spared, all that they descend from, and the system's own. */
function withAncestors(table: readonly ProcessEntry[], spared: ReadonlySet<number>): ReadonlySet<number> {
  const parents = new Map(table.map(({ pid, parent }) => [pid, parent]));
  const all = new Set([0, 1, 2]);
  for (const pid of spared) {
    for (let up: number | undefined = pid; up !== undefined && !all.has(up); up = parents.get(up)) all.add(up);
  }
  return all;
}
