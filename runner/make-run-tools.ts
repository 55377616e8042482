import { isGroup, type Task } from '../pipeline/pipeline.ts';
import { AttemptInputs } from './attempt-inputs.ts';
import { callsHashFiles } from './cache/calls-hash-files.ts';
import { hashesBefore } from './cache/hashes-before.ts';
import type { ObservedFiles } from './cache/observed-files.ts';
import { openRunCache } from './cache/run-cache.ts';
import type { SharedCache } from './cache/shared-cache.ts';
import { systemClock } from './clock.ts';
import type { Upkeep } from './event.ts';
import { ExecutorPlaces, isElsewhere } from './executors/executor-places.ts';
import { ExecutorProcesses } from './executors/executor-processes.ts';
import { type Place, placeOf } from './executors/place.ts';
import { placesOfRun } from './executors/run-places.ts';
import { Groups, usedBy } from './groups.ts';
import type { Durations } from './history/durations.ts';
import { remainingPaths } from './history/remaining-paths.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import type { Journal } from './journal.ts';
import { inputsFile, rootOfRun } from './layout.ts';
import type { Machine } from './limits/machine.ts';
import { admissionFor } from './limits/run-limits.ts';
import type { Observation } from './observers/observe-run.ts';
import { OutputClaims } from './output-claims.ts';
import { isPlain } from './plain-task.ts';
import { prepareAhead, prepareAttempt } from './prepare-attempt.ts';
import { localProcesses } from './processes/local-processes.ts';
import type { Processes, ProcessSettings } from './processes/processes.ts';
import { CannotStart, type RunOptions } from './run-options.ts';
import type { RunState } from './run-state.ts';
import type { RunTools } from './run-tools.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { ownEnvironment, Scopes } from './scopes.ts';
import { allSecrets } from './secrets/given.ts';
import { SecretValues } from './secrets/secret-values.ts';
import type { TakenOver } from './select/taken-over.ts';
import { TaskExpressions } from './task-expressions.ts';
import type { Workplace } from './workplace.ts';

/** What of a run's options its tools depend on. */
export interface ToolOptions extends Upkeep, Pick<RunOptions, 'durations' | 'onEvent' | 'given' | 'maskProgram'> {
  /** What the tasks share, where `machineFor` says that it is limited. */
  readonly machine?: Machine;
  /** Is told of the files that look-ups come from. */
  readonly observed?: ObservedFiles;
  /** What tells of the run outside. */
  readonly observation?: Observation;
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
  const cache = openRunCache(
    run,
    () => place,
    () => claims,
    systemClock,
    options,
  );
  const place = makeWorkplace(run, state, cache, options);
  const groups = new Groups(place);
  const claims = new OutputClaims(place);
  const takenOver = new Map(Object.entries(state.started.takenOver ?? {}));
  const tools: RunTools = {
    state,
    journal,
    prepare: (task, attempt, grant) => prepareAttempt(task, attempt, grant, place, claims),
    // What another runner has told ahead must not be told so again; and nothing may begin any more once one has failed.
    ...(!options.isResumed &&
      !state.started.failFast && {
        ahead: {
          isFit: (task: Task) => isPlain(task, options.durations),
          prepare: (task: Task, attempt: number) => prepareAhead(task, attempt, place, claims),
        },
      }),
    facts: {
      open: group => groups.open(group),
      opened: (_group, members) => place.expressions.index.opened(members),
      outputsOf: group => groups.outputsOf(group),
      limitOf: group => groups.limitOf(group),
      takenOver: task => takenOver.get(task.name),
      ...(placesOfRun(state.started).length > 0 && { executorOf: (task: Task) => whereOf(task, place)?.name }),
    },
    clock: systemClock,
    cache,
    scheduler: makeScheduler(place, takenOver, options),
    processes: processesOf(place, options),
    ...(place.secrets && { secrets: place.secrets }),
    onEvent: listenerOf(options),
  };
  return { tools, place };
}

function listenerOf({ onEvent, observation }: ToolOptions): RunTools['onEvent'] {
  if (!observation) return onEvent ?? (() => {});
  return event => {
    onEvent?.(event);
    observation.hear(event);
  };
}

function makeWorkplace(
  run: string,
  state: RunState,
  cache: SharedCache,
  { given = new Map(), machine, observation, durations }: ToolOptions,
): Workplace {
  const expressions = new TaskExpressions(state, (globs, folder) => cache.hashFiles(globs, folder));
  const scopes = new Scopes(state, expressions, given);
  const secrets = new SecretValues(allSecrets(given));
  const entered = scopes.enterRun();
  if ('error' in entered) throw new CannotStart(entered.error);
  const inputs = new AttemptInputs(run, expressions);
  return {
    ...{ run, state, expressions, scopes, inputs, secrets },
    ...(machine && { machine }),
    ...(durations && { durations }),
    ...(observation && { outsideVariables: (task, attempt) => observation.variables(task, attempt) }),
  };
}

function makeScheduler(
  place: Workplace,
  takenOver: ReadonlyMap<string, TakenOver>,
  { durations }: ToolOptions,
): Scheduler {
  const { state, expressions, machine, scopes } = place;
  const { pipeline, maxParallel, failFast, used } = state.started;
  let known: ReturnType<typeof remainingPaths> | undefined;
  // A run in which everything is cached wants none of them.
  const ranksBy = (past: Durations) => (known ??= remainingPaths(pipeline.tasks, past));
  const inner = machine && admissionFor(state, machine);
  const isSpread = placesOfRun(state.started).some(isElsewhere);
  const admission = isSpread ? new ExecutorPlaces(inner, maxParallel, task => whereOf(task, place)) : inner;
  return new Scheduler(pipeline, {
    maxParallel: isSpread ? Number.POSITIVE_INFINITY : maxParallel,
    failFast,
    random: Math.random,
    readsFirst: hashesBefore,
    looksUp: task => (task.cache || callsHashFiles(task)) && !isGroup(task),
    condition: task => {
      const env = ownEnvironment(task, scopes.of(task), expressions);
      return 'error' in env ? env : expressions.condition(task, env.values);
    },
    ...(durations && { rank: task => rankIn(ranksBy(durations), task) }),
    ...(takenOver.size > 0 && { isTakenOver: task => takenOver.has(task.name) }),
    ...(admission && { admission }),
    ...(used && { usedBy: task => usedBy(state, task) }),
  });
}

function whereOf(task: Task, { scopes }: Workplace): Place | undefined {
  return placeOf(task, scopes.of(task).pipeline);
}

function rankIn(ranks: ReadonlyMap<string, number>, { name, group = '' }: Task): number {
  return ranks.get(name) ?? ranks.get(group) ?? 0;
}

function processesOf(place: Workplace, options: ToolOptions): Processes {
  const settings = processSettings(place, options);
  const local = localProcesses(settings, systemClock);
  if (placesOfRun(place.state.started).length === 0) return local;
  const declared = [...Object.keys(place.scopes.of({}).env), 'PIPELINE_NAME', 'PIPELINE_RUN_ID', 'PIPELINE_INPUTS'];
  return new ExecutorProcesses(local, { ...settings, root: rootOfRun(place.run), declared });
}

function processSettings(place: Workplace, { isResumed, maskProgram }: ToolOptions): ProcessSettings {
  const { run, scopes, state, secrets } = place;
  const { started } = state;
  const { base, env } = scopes.of({});
  const graces = [...state.tasks.values()].map(({ definition }) => definition.gracePeriodMs);
  const inherited = withoutNames(inheritedEnvironment(process.env), secrets?.names ?? []);
  return {
    run,
    workingDirectory: base,
    env: {
      ...inherited,
      PWD: base,
      ...env,
      PIPELINE_NAME: started.name,
      PIPELINE_RUN_ID: started.runId,
      PIPELINE_INPUTS: inputsFile(run),
    },
    leftoverGraceMs: graces.reduce((longest, grace) => Math.max(longest, grace), 0),
    ...(isResumed && { isResumed }),
    ...(secrets &&
      !secrets.isEmpty &&
      maskProgram && { masking: { secrets, program: maskProgram, env: forOurselves(inherited) } }),
  };
}

/** What tasks must not inherit, a program of ours needs: it makes an editor's program run as plain Node. */
function forOurselves(inherited: Readonly<Record<string, string>>): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE } = process.env;
  return ELECTRON_RUN_AS_NODE === undefined ? inherited : { ...inherited, ELECTRON_RUN_AS_NODE };
}

/** A secret is handed to the tasks of the files that declare it, one by one. */
function withoutNames(env: Record<string, string>, names: readonly string[]): Record<string, string> {
  for (const name of names) delete env[name];
  return env;
}
