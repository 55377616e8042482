import type { Instance } from '../pipeline/pipeline.ts';
import type { TaskState } from './run-state.ts';
import type { TaskIndex } from './task-index.ts';

type Values = NonNullable<Instance['matrix']>;

/**
 * Finds, for a reader in a matrix, the instance of another fanned-out task that has the same values: all values of that
 * one's matrix are in the reader's. The instances of a group are gone through once, whoever reads it.
 */
export class MatchingInstances {
  readonly #index: TaskIndex;
  readonly #byGroup = new Map<string, GroupIndex>();

  constructor(index: TaskIndex) {
    this.#index = index;
  }

  find(group: TaskState, reader: Values): TaskState | undefined {
    let found = this.#byGroup.get(group.name);
    if (!found) {
      found = indexOf(this.#index.membersOf(group.name));
      this.#byGroup.set(group.name, found);
    }
    for (const { names, byValues } of found) {
      if (!names.every(name => Object.hasOwn(reader, name))) continue;
      const instance = byValues.get(keyOf(names, reader));
      if (instance) return instance;
    }
    return undefined;
  }
}

/** An entry for each set of names that instances have: more than one only where `include` adds names. The most names first. */
type GroupIndex = readonly { readonly names: readonly string[]; readonly byValues: Map<string, TaskState> }[];

function indexOf(members: readonly TaskState[]): GroupIndex {
  const sets = new Map<string, GroupIndex[number]>();
  for (const member of members) {
    const values = member.definition.instance?.matrix;
    if (!values) continue;
    const names = Object.keys(values).sort();
    const id = JSON.stringify(names);
    const set = sets.get(id) ?? { names, byValues: new Map<string, TaskState>() };
    sets.set(id, set);
    set.byValues.set(keyOf(names, values), member);
  }
  return [...sets.values()].sort((one, other) => other.names.length - one.names.length);
}

function keyOf(names: readonly string[], values: Values): string {
  return JSON.stringify(names.map(name => values[name]));
}
