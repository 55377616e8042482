import { availableParallelism, hostname } from 'node:os';
import { dirname } from 'node:path';
import { formatDuration } from '../pipeline/duration.ts';
import { type Clock, systemClock } from './clock.ts';
import { watchRequests } from './control-requests.ts';
import { journalVersion, type RunStarted } from './event.ts';
import { rememberDurations } from './history/past-durations.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { Journal } from './journal.ts';
import { controlFolder, inputsFile, journalFile, runFolder } from './layout.ts';
import { prepareAttempt, taskEnvironment, type Workplace } from './prepare-attempt.ts';
import { processStart } from './process-identity.ts';
import { localProcesses } from './processes/local-processes.ts';
import { makeRunFolder } from './run-folder.ts';
import { RunLoop, type RunTools } from './run-loop.ts';
import { CannotStart, type RunOptions } from './run-options.ts';
import { initialState, type RunState } from './run-state.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { systemText } from './system-text.ts';
import { TaskExpressions } from './task-expressions.ts';

/**
 * Runs a pipeline to its end and answers how it stands then, also when it failed or was cancelled. Rejects with
 * `CannotStart` when it cannot begin, and nothing has been started then. The run is kept below `root`.
 */
export async function runPipeline(options: RunOptions): Promise<RunState> {
  const clock = systemClock;
  const now = clock.now();
  const runId = makeRunFolder(options.root, now, options.runId);
  const run = runFolder(options.root, runId);
  const state = initialState(runStarted(options, runId, now));
  const place = workplace(options, run, state);
  const journal = openJournal(run);
  try {
    const tools: RunTools = {
      state,
      journal,
      base: place.base,
      prepare: (task, attempt) => prepareAttempt(task, attempt, place),
      clock,
      scheduler: makeScheduler(place),
      processes: localProcesses(processSettings(place), clock),
      onEvent: options.onEvent ?? (() => {}),
    };
    const ended = await carryOut(new RunLoop(tools), run, clock, options);
    rememberDurations(options.root, ended);
    return ended;
  } finally {
    journal.close();
  }
}

function runStarted(options: RunOptions, runId: string, now: number): RunStarted {
  const { name, pipeline, file, fileHash, params, rerunOf, selection, git, dagwrightVersion } = options;
  const pidStart = processStart(process.pid);
  return {
    type: 'run_started',
    at: now,
    version: journalVersion,
    runId,
    name,
    pipeline,
    file,
    fileHash,
    params,
    maxParallel: options.maxParallel ?? pipeline.maxParallel ?? availableParallelism(),
    failFast: options.failFast ?? pipeline.failFast,
    host: hostname(),
    pid: process.pid,
    ...(pidStart !== undefined && { pidStart }),
    ...(rerunOf !== undefined && { rerunOf }),
    ...(selection && { selection }),
    ...(git && { git }),
    versions: { dagwright: dagwrightVersion, node: process.versions.node },
  };
}

function workplace(options: RunOptions, run: string, state: RunState): Workplace {
  const expressions = new TaskExpressions(state);
  const env: Record<string, string> = {};
  for (const [name, template] of Object.entries(options.pipeline.env)) {
    const filled = expressions.fill(template, {});
    if ('error' in filled) throw new CannotStart(`\`env.${name}\` of the pipeline: ${filled.error}`);
    env[name] = filled.text;
  }
  return { run, base: dirname(options.file), env, state, expressions };
}

function openJournal(run: string): Journal {
  try {
    return new Journal(journalFile(run));
  } catch (error) {
    throw new CannotStart(`The journal cannot be made: ${systemText(error)}.`);
  }
}

function makeScheduler(place: Workplace): Scheduler {
  const { started } = place.state;
  return new Scheduler(started.pipeline, {
    maxParallel: started.maxParallel,
    failFast: started.failFast,
    random: Math.random,
    condition: task => {
      const env = taskEnvironment(task, place);
      return 'error' in env ? env : place.expressions.condition(task, env.values);
    },
  });
}

function processSettings({ run, base, env, state }: Workplace) {
  const { started } = state;
  const graces = started.pipeline.tasks.map(task => task.gracePeriodMs);
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
  };
}

/** Runs the loop, with all that may interrupt it from outside: signals, requests, the run's timeout. */
async function carryOut(loop: RunLoop, run: string, clock: Clock, options: RunOptions): Promise<RunState> {
  const cancel = () => loop.cancel('user');
  const kill = () => loop.kill();
  options.signal?.addEventListener('abort', cancel);
  options.killSignal?.addEventListener('abort', kill);
  const { timeoutMs } = options.pipeline;
  const timeOut = () => loop.timeOut(`The run took longer than its timeout of ${formatDuration(timeoutMs ?? 0)}.`);
  const stopTimer = timeoutMs === undefined ? () => {} : clock.after(timeoutMs, timeOut);
  const stopWatching = watchRequests(
    controlFolder(run),
    clock,
    request => loop.cancel('user', request.task),
    () => loop.checkFolder(),
  );
  try {
    const ended = loop.run();
    if (options.signal?.aborted) cancel();
    if (options.killSignal?.aborted) kill();
    return await ended;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    options.killSignal?.removeEventListener('abort', kill);
    stopTimer();
    stopWatching();
  }
}
