import type { Task } from '../../../pipeline/pipeline.ts';
import { AttemptInputs } from '../../attempt-inputs.ts';
import { hashFilesIn } from '../../cache/hash-files.ts';
import { peekInto } from '../../cache/peek.ts';
import type { RunState } from '../../run-state.ts';
import { Scopes } from '../../scopes.ts';
import type { GivenEnvironments } from '../../secrets/given.ts';
import { TaskExpressions } from '../../task-expressions.ts';
import type { Workplace } from '../../workplace.ts';

/** A run of the past as a place in which tasks can be filled in: as they were, for what their needs gave is there. */
export function pastPlace(state: RunState, root: string, folder: string, given: GivenEnvironments): Workplace {
  const expressions = new TaskExpressions(state, hashFilesIn(root, Date.now));
  const scopes = new Scopes(state, expressions, given);
  return { run: folder, state, expressions, scopes, inputs: new AttemptInputs(folder, expressions) };
}

/** Tells of a task with `cache: true` whether the success that it had is the one that the cache gives for all that it depends on as it is now: then nothing has changed but times. */
export function cacheKnows(place: Workplace, root: string, given: GivenEnvironments): (task: Task) => Promise<boolean> {
  const peek = peekInto(root, Date.now, given);
  const { tasks, started } = place.state;
  return async task => {
    const found = task.cache ? await peek(task, place) : undefined;
    return found?.kind === 'hit' && found.source.run === (tasks.get(task.name)?.source?.run ?? started.runId);
  };
}
