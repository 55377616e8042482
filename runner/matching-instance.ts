import type { Instance } from '../pipeline/pipeline.ts';
import type { TaskState } from './run-state.ts';
import type { TaskIndex } from './task-index.ts';

type Values = NonNullable<Instance['matrix']>;

/**
 * Finds, for a reader in a matrix, the instance of another fanned-out task that has the same values: those of that
 * one's axes are all in the reader's. The instances of a group are gone through once, whoever reads it.
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
      found = indexOf(this.#index.membersOf(group.name), Object.keys(group.definition.matrix?.axes ?? {}));
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
type GroupIndex = readonly {
  readonly names: readonly string[];
  /** `undefined` where several have the same values. */
  readonly byValues: ReadonlyMap<string, TaskState | undefined>;
}[];

/** What `include` adds to a combination of the axes need not be said by a reader: the axes alone tell which one is meant. */
function indexOf(members: readonly TaskState[], axes: readonly string[]): GroupIndex {
  const sets = new Map<
    string,
    { readonly names: readonly string[]; readonly byValues: Map<string, TaskState | undefined> }
  >();
  const add = (names: readonly string[], values: Values, member: TaskState) => {
    const id = JSON.stringify(names);
    const set = sets.get(id) ?? { names, byValues: new Map<string, TaskState | undefined>() };
    sets.set(id, set);
    const key = keyOf(names, values);
    set.byValues.set(key, set.byValues.has(key) ? undefined : member);
  };
  const shared = [...axes].sort();
  for (const member of members) {
    const values = member.definition.instance?.matrix;
    if (!values) continue;
    const names = Object.keys(values).sort();
    add(names, values, member);
    const isAdded = names.length > shared.length && shared.length > 0;
    if (isAdded && shared.every(name => names.includes(name))) add(shared, values, member);
  }
  return [...sets.values()].sort((one, other) => other.names.length - one.names.length);
}

function keyOf(names: readonly string[], values: Values): string {
  return JSON.stringify(names.map(name => values[name]));
}
