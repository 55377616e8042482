import type { ProcessEntry } from './process-table.ts';
import { ProcessView } from './process-view.ts';

/** By what the processes of an attempt are known. */
export interface Kin {
  /** Whether a birthmark is one of theirs. */
  readonly bears: (birthmark: string) => boolean;
  /** The groups that hold nobody else. */
  readonly groups: ReadonlySet<number>;
  /** Those that are never of them: the shells that start attempts, the runner. */
  readonly spared: ReadonlySet<number>;
}

/** The processes of `table` that are `kin`: by birthmark, by group, or because they descend from such a one; in the order of their pids. */
export function relatives(table: readonly ProcessEntry[], { bears, groups, spared }: Kin): ProcessEntry[] {
  const view = new ProcessView(table, spared);
  return view.relatives([...view.birthmarks].filter(bears), groups);
}
