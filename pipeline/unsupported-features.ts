import type { Pipeline } from './pipeline.ts';

/**
 * What the file asks for that the runner does not do yet and that it cannot be run without: a sentence each, naming the
 * key and where it stands. Empty when the pipeline can be run as it is meant.
 */
export function unsupportedFeatures(pipeline: Pipeline): readonly string[] {
  return ofFile(pipeline);
}

/** What the file asks for that does not happen yet, though a run started by hand is as it is meant: a sentence each. */
export function dormantFeatures(pipeline: Pipeline): readonly string[] {
  return pipeline.triggers.length > 0
    ? ['The file uses "triggers", which do not start anything yet: it runs only when it is started by hand.']
    : [];
}

function ofFile(pipeline: Pipeline): readonly string[] {
  const sentences: string[] = [];
  const say = (used: boolean, key: string) => {
    if (used) sentences.push(`The file uses "${key}", which cannot be run yet.`);
  };
  say(pipeline.envFiles.length > 0, 'env_files');
  say(pipeline.secrets.length > 0, 'secrets');
  return sentences;
}
