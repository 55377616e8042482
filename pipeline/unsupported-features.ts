import type { Pipeline, Task } from './pipeline.ts';

/**
 * What the file asks for that the runner does not do yet and that it cannot be run without: a sentence each, naming the
 * key and where it stands. Empty when the pipeline can be run as it is meant.
 */
export function unsupportedFeatures(pipeline: Pipeline): readonly string[] {
  return [...ofFile(pipeline), ...pipeline.tasks.flatMap(ofTask)];
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

function ofTask(task: Task): readonly string[] {
  const used: readonly (readonly [boolean, string])[] = [
    [task.action.kind === 'pipeline', 'uses'],
    [task.matrix !== undefined, 'matrix'],
    [task.foreach !== undefined, 'foreach'],
  ];
  const keys = used.filter(([is]) => is).map(([, key]) => `"${key}"`);
  if (keys.length === 0) return [];
  const list = keys.length === 1 ? keys[0] : `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
  return [`The task "${task.name}" uses ${list}, which cannot be run yet.`];
}
