import { type RunPath, runPath } from '../../runner/history/run-path.ts';
import { shownStatus } from '../../runner/run-directory/shown-status.ts';
import { outcomeText, placeText } from '../../runner/run-directory/wording.ts';
import type { AttemptState, RunState, TaskState } from '../../runner/run-state.ts';
import type { AttemptTimes, TaskSpan, TaskTimes } from '../graph/messages.ts';
import { nameWithin } from './member-name.ts';

/** When the tasks of a run did what, each group before its members. */
export function taskTimes(state: RunState): readonly TaskTimes[] {
  const path = state.endedAt === undefined ? undefined : runPath(state);
  const times: TaskTimes[] = [];
  const below = childrenOf(state);
  const add = (tasks: readonly TaskState[], depth: number): void => {
    for (const task of tasks) {
      times.push(timesOf(task, state, depth, path));
      add(below.get(task.name) ?? [], depth + 1);
    }
  };
  add(below.get(undefined) ?? [], 0);
  return times;
}

/** When the tasks of a run ran, in milliseconds from its start. */
export function taskSpans({ started, tasks }: RunState): readonly TaskSpan[] {
  return [...tasks.values()].flatMap(({ name, attempts, endedAt }): TaskSpan[] => {
    const first = attempts[0];
    return first && endedAt !== undefined ? [[name, first.startedAt - started.at, endedAt - started.at]] : [];
  });
}

function childrenOf({ tasks }: RunState): ReadonlyMap<string | undefined, TaskState[]> {
  const children = new Map<string | undefined, TaskState[]>();
  for (const task of tasks.values()) {
    const group = tasks.has(task.definition.group ?? '') ? task.definition.group : undefined;
    const others = children.get(group);
    if (others) others.push(task);
    else children.set(group, [task]);
  }
  return children;
}

function timesOf(task: TaskState, state: RunState, depth: number, path: RunPath | undefined): TaskTimes {
  const { name, queuedAt, openedAt, retryAt, endedAt } = task;
  const [slackMs, placeOf] = [path?.slackMs.get(name), path?.placeOf.get(name)];
  return {
    task: name,
    label: nameWithin(task.definition.group, name),
    status: shownStatus(task, state),
    depth,
    ...(task.source ? { isCached: true } : {}),
    ...(queuedAt === undefined ? {} : { queuedAt }),
    ...(openedAt === undefined ? {} : { openedAt }),
    attempts: task.attempts.map(attemptTimes),
    ...(retryAt === undefined ? {} : { retryAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(slackMs === undefined ? {} : { slackMs }),
    ...(placeOf === undefined ? {} : { placeOf }),
  };
}

function attemptTimes({ startedAt, endedAt, outcome, place }: AttemptState): AttemptTimes {
  return {
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(outcome && outcome.kind !== 'success' ? { failure: outcomeText(outcome) } : {}),
    ...(place ? { place: placeText(place) } : {}),
  };
}
