import { availableParallelism } from 'node:os';
import { journalVersion, type RunStarted } from './event.ts';
import { thisProcess } from './run-directory/this-process.ts';
import type { RunOptions } from './run-options.ts';

/** The first event of a run that this process carries out. The long parts stand last: a list of runs reads what is before them. */
export function runStarted(options: RunOptions, runId: string, now: number): RunStarted {
  const {
    takenOver,
    name,
    pipeline,
    used,
    file,
    fileHash,
    params,
    rerunOf,
    selection,
    trigger,
    git,
    dagwrightVersion,
  } = options;
  return {
    type: 'run_started',
    at: now,
    version: journalVersion,
    runId,
    name,
    file,
    fileHash,
    params,
    maxParallel: options.maxParallel ?? pipeline.maxParallel ?? availableParallelism(),
    failFast: options.failFast ?? pipeline.failFast,
    ...thisProcess(),
    ...upkeepOf(options),
    ...(rerunOf !== undefined && { rerunOf }),
    ...(selection && { selection }),
    ...(trigger && { trigger }),
    ...(git && { git }),
    versions: { dagwright: dagwrightVersion, node: process.versions.node },
    pipeline,
    ...(used && { used }),
    ...(takenOver && takenOver.size > 0 && { takenOver: Object.fromEntries(takenOver) }),
  };
}

function upkeepOf({ ignoresCache, cacheMaxBytes, keepRuns }: RunOptions): Pick<RunStarted, 'upkeep'> {
  const upkeep = {
    ...(ignoresCache && { ignoresCache }),
    ...(cacheMaxBytes !== undefined && { cacheMaxBytes }),
    ...(keepRuns !== undefined && { keepRuns }),
  };
  return Object.keys(upkeep).length > 0 ? { upkeep } : {};
}
