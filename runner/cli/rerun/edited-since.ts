import type { RunOptions } from '../../run-options.ts';
import { CannotStart } from '../../run-options.ts';
import type { GivenEnvironments } from '../../secrets/given.ts';
import { givenEnvironments } from '../../secrets/given-environment.ts';
import type { Cause } from '../../select/cause.ts';
import { lateMembers } from '../../select/late-members.ts';
import type { FoundRun } from '../runs/find-run.ts';
import { editedInputs, readsFiles } from './edited-inputs.ts';
import { cacheKnows, pastPlace } from './past-place.ts';

/** The successes of the run `before` whose inputs were edited since, among the tasks that `options` would run. */
export async function editedSince(options: RunOptions, { state, folder }: FoundRun): Promise<Map<string, Cause>> {
  const tasks = [...options.pipeline.tasks, ...lateMembers(options.pipeline.tasks, state)];
  if (!tasks.some(readsFiles)) return new Map();
  const given = await variablesOf(options);
  const place = pastPlace(state, options.root, folder, given);
  return editedInputs(tasks, place, cacheKnows(place, options.root, given));
}

/** The variables of `env_files`, which paths of inputs may name; secrets are neither needed nor asked for. */
async function variablesOf({ file, pipeline, used = {} }: RunOptions): Promise<GivenEnvironments> {
  const pipelines = [
    [file, pipeline] as const,
    ...Object.entries(used).map(([path, other]) => [path, other.pipeline] as const),
  ];
  const files = new Map(pipelines.map(([path, { envFiles }]) => [path, { envFiles, secrets: [] }]));
  try {
    const { given } = await givenEnvironments(files, { handed: {}, environment: {} });
    return new Map(
      pipelines.map(([path, { secrets }]) => {
        const variables = Object.entries(given.get(path)?.variables ?? {}).filter(([name]) => !secrets.includes(name));
        return [path, { variables: Object.fromEntries(variables), secrets: {} }];
      }),
    );
  } catch (error) {
    // The run itself says what is missing.
    if (error instanceof CannotStart) return new Map();
    throw error;
  }
}
