import type { ProcessEntry } from './process-table.ts';
import { isTarget } from './send-signal.ts';

/** The processes of a machine at one moment, to be asked by many: it is put in order once. */
export class ProcessView {
  readonly #children = new Map<number, ProcessEntry[]>();
  readonly #ofGroup = new Map<number, ProcessEntry[]>();
  readonly #bearing = new Map<string, ProcessEntry[]>();
  readonly #untouchable: ReadonlySet<number>;

  /** `spared`: those that are never of anybody: the shells that start attempts, the runner. */
  constructor(table: readonly ProcessEntry[], spared: ReadonlySet<number>) {
    for (const entry of table) {
      addTo(this.#children, entry.parent, entry);
      addTo(this.#ofGroup, entry.group, entry);
      if (entry.birthmark !== undefined) addTo(this.#bearing, entry.birthmark, entry);
    }
    this.#untouchable = withAncestors(table, spared);
  }

  /** Whether a process of this group, or session, lives. */
  isInhabited(group: number): boolean {
    return this.#ofGroup.has(group);
  }

  /** All birthmarks that processes bear. */
  get birthmarks(): Iterable<string> {
    return this.#bearing.keys();
  }

  /**
   * Those that bear one of the birthmarks, are in one of the groups, or descend from such a one; in the order of their
   * pids, so that who waits for others is asked before them. What went into a session of its own and forked twice is known
   * by the birthmark; what never became another program by the group.
   */
  relatives(birthmarks: Iterable<string>, groups: Iterable<number>): ProcessEntry[] {
    const found = new Set<ProcessEntry>();
    const waiting: ProcessEntry[] = [];
    const add = (entries: readonly ProcessEntry[] = []) => {
      for (const entry of entries) if (!this.#untouchable.has(entry.pid)) waiting.push(entry);
    };
    for (const birthmark of birthmarks) add(this.#bearing.get(birthmark));
    for (const group of groups) if (isTarget(group)) add(this.#ofGroup.get(group));
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      if (found.has(entry)) continue;
      found.add(entry);
      add(this.#children.get(entry.pid));
    }
    return [...found].sort((a, b) => a.pid - b.pid);
  }
}

function addTo<K>(map: Map<K, ProcessEntry[]>, key: K, entry: ProcessEntry): void {
  const entries = map.get(key);
  if (entries) entries.push(entry);
  else map.set(key, [entry]);
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
