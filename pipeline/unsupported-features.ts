import type { Pipeline } from './pipeline.ts';

/** What the file asks for that a run started by hand does not do: a sentence each. */
export function dormantFeatures(pipeline: Pipeline): readonly string[] {
  return pipeline.triggers.length > 0
    ? ['The file has "triggers", and no scheduler runs. Start them: dagwright schedule']
    : [];
}
