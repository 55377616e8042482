import { systemClock } from './clock.ts';
import { Groups, usedBy } from './groups.ts';
import { remainingPaths } from './history/remaining-paths.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import type { Journal } from './journal.ts';
import { inputsFile } from './layout.ts';
import { prepareAttempt } from './prepare-attempt.ts';
import { localProcesses } from './processes/local-processes.ts';
import type { ProcessSettings } from './processes/processes.ts';
import { CannotStart, type RunOptions } from './run-options.ts';
import type { RunState } from './run-state.ts';
import type { RunTools } from './run-tools.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { ownEnvironment, Scopes } from './scopes.ts';
import { TaskExpressions } from './task-expressions.ts';
import type { Workplace } from './workplace.ts';

/** What of a run's options its tools depend on. */
export interface ToolOptions extends Pick<RunOptions, 'takenOver' | 'durations' | 'onEvent'> {
  /** Processes of the run may be older than this one. */
  readonly isResumed?: true;
}

/**
 * The real tools for the run in the folder `run`, whose `state` is its beginning. Throws `CannotStart` when what its file
 * says of all tasks cannot be worked out.
 */
export function makeRunTools(
  run: string,
  state: RunState,
  journal: Journal,
  options: ToolOptions,
): { readonly tools: RunTools; readonly place: Workplace } {
  const place = makeWorkplace(run, state);
  const groups = new Groups(place);
  const tools: RunTools = {
    state,
    journal,
    prepare: (task, attempt, grant) => prepareAttempt(task, attempt, grant, place),
    facts: {
      open: group => groups.open(group),
      opened: (_group, members) => place.expressions.index.opened(members),
      outputsOf: group => groups.outputsOf(group),
      limitOf: group => groups.limitOf(group),
      takenOver: task => options.takenOver?.get(task.name),
    },
    clock: systemClock,
    scheduler: makeScheduler(place, options),
    processes: localProcesses(processSettings(place, options), systemClock),
    onEvent: options.onEvent ?? (() => {}),
  };
  return { tools, place };
}

function makeWorkplace(run: string, state: RunState): Workplace {
  const expressions = new TaskExpressions(state);
  const scopes = new Scopes(state, expressions);
  const entered = scopes.enterRun();
  if ('error' in entered) throw new CannotStart(entered.error);
  return { run, state, expressions, scopes };
}

function makeScheduler(place: Workplace, { takenOver, durations }: ToolOptions): Scheduler {
  const { state, expressions, scopes } = place;
  const { pipeline, maxParallel, failFast, used } = state.started;
  const ranks = durations && remainingPaths(pipeline.tasks, durations);
  return new Scheduler(pipeline, {
    maxParallel,
    failFast,
    random: Math.random,
    condition: task => {
      const env = ownEnvironment(task, scopes.of(task), expressions);
      return 'error' in env ? env : expressions.condition(task, env.values);
    },
    ...(ranks && { rank: task => ranks.get(task.name) ?? ranks.get(task.group ?? '') ?? 0 }),
    ...(takenOver && { isTakenOver: task => takenOver.has(task.name) }),
    ...(used && { usedBy: task => usedBy(state, task) }),
  });
}

function processSettings({ run, scopes, state }: Workplace, { isResumed }: ToolOptions): ProcessSettings {
  const { started } = state;
  const { base, env } = scopes.of({});
  const graces = [...state.tasks.values()].map(({ definition }) => definition.gracePeriodMs);
  return {
    run,
    workingDirectory: base,
    env: {
      ...inheritedEnvironment(process.env),
      PWD: base,
      ...env,
      PIPELINE_NAME: started.name,
      PIPELINE_RUN_ID: started.runId,
      PIPELINE_INPUTS: inputsFile(run),
    },
    leftoverGraceMs: graces.reduce((longest, grace) => Math.max(longest, grace), 0),
    ...(isResumed && { isResumed }),
  };
}
