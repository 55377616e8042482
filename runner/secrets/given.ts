/** What the tasks of one pipeline file get from outside of it, beside the environment of the runner. */
export interface GivenEnvironment {
  /** The variables of its `env_files`, without its secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** The values of its `secrets`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the tasks of each pipeline file get, by its absolute path. */
export type GivenEnvironments = ReadonlyMap<string, GivenEnvironment>;

/** All secrets of a run. Of two files that give a name different values, both are kept. */
export function allSecrets(given: GivenEnvironments): Readonly<Record<string, readonly string[]>> {
  const all: Record<string, string[]> = {};
  for (const { secrets } of given.values()) {
    for (const [name, value] of Object.entries(secrets)) all[name] = [...(all[name] ?? []), value];
  }
  return all;
}
