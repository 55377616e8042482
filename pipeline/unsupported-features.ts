import type { Pipeline } from './pipeline.ts';

/** What the file asks for that does not happen yet, though a run started by hand is as it is meant: a sentence each. */
export function dormantFeatures(pipeline: Pipeline): readonly string[] {
  return pipeline.triggers.length > 0
    ? ['The file uses "triggers", which do not start anything yet: it runs only when it is started by hand.']
    : [];
}
