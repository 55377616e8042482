import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Param, Pipeline } from '../../../pipeline/pipeline.ts';
import { momentOf } from '../../../pipeline/schedule.ts';
import { ObservedFiles } from '../../cache/observed-files.ts';
import type { Upkeep } from '../../event.ts';
import { pastDurations } from '../../history/past-durations.ts';
import { findRoot } from '../../run-directory/root.ts';
import type { RunOptions } from '../../run-options.ts';
import { isScheduled } from '../../schedule-folder/schedule-picture.ts';
import type { Remembering } from '../../unchanged/remember-run.ts';
import type { UnchangedMemory } from '../../unchanged/unchanged-memory.ts';
import { readPipelineFile } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';
import { version } from '../version.ts';
import { gitState } from './git-state.ts';
import { paramValues } from './params.ts';
import { pipelineName } from './pipeline-name.ts';
import { buildOf } from './remembered-pipeline.ts';
import { runnablePipeline } from './runnable-pipeline.ts';

/** What the command line says about a run. */
export interface RunWishes extends UpkeepWishes {
  readonly param: readonly string[];
  /** Values for params, as in `param`, that hold where that gives none. */
  readonly keptParams?: (params: Readonly<Record<string, Param>>) => readonly string[];
  readonly maxParallel?: number;
  readonly failFast?: boolean;
  /** Something has changed since all of it was cached: that need not be looked for again. */
  readonly changed?: boolean;
  /** The scheduled time that the run is for, as `run.date` says; absent: now. */
  readonly date?: string;
}

/** What the command line says about the cache and old runs. */
export interface UpkeepWishes {
  /** False: what the cache holds is not used. */
  readonly cache?: boolean;
  /** Bytes. */
  readonly cacheMaxSize?: number;
  readonly keepRuns?: number;
}

/** What a run is started with, and what the user should know of it beforehand: a sentence each. */
export interface PreparedRun {
  readonly options: RunOptions;
  readonly notes: readonly string[];
  /** How it is kept in mind for the next one; absent where the next one would not gain by it, or something was added to the run. */
  readonly remembering?: Remembering;
}

/** All that a run is made of, from the pipeline's file and the command line. A `Refusal` says why it cannot be run; nothing has happened then. */
export async function prepareRun(
  file: string,
  wishes: RunWishes,
  git?: ReturnType<typeof gitState>,
): Promise<PreparedRun> {
  if (file === '-') throw new Refusal('A pipeline is run from a file: its folder is where the tasks work.');
  const path = resolve(file);
  const observed = new ObservedFiles(Date.now());
  observed.see(path, statSync(path, { throwIfNoEntry: false }));
  const { text, bytes } = await readPipelineFile(file);
  const root = findRoot(dirname(path));
  // Another process finds it out meanwhile.
  const gitFound = git ?? gitState(dirname(path));
  const durationsFound = pastDurations(root, path);
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  const build = buildOf(import.meta.url);
  const memory = build === undefined || text.length < quicklyRead ? undefined : { root, file: path, fileHash, build };
  const { said, unrolled: pipeline, used } = await runnablePipeline(file, text, memory);
  const params = paramValues(said.params, [...(wishes.keptParams?.(said.params) ?? []), ...wishes.param]);
  const commit = await gitFound;
  const durations = await durationsFound;
  const options = {
    ...{ root, file: path, pipeline, params, durations, dagwrightVersion: version },
    name: pipelineName(said, path),
    ...(Object.keys(used).length > 0 ? { used } : {}),
    fileHash,
    ...(wishes.maxParallel === undefined ? {} : { maxParallel: wishes.maxParallel }),
    ...(wishes.failFast === undefined ? {} : { failFast: wishes.failFast }),
    ...(commit === undefined ? {} : { git: commit }),
    ...(wishes.date === undefined
      ? {}
      : { trigger: { kind: 'manual' as const, scheduledAt: dateOf(wishes.date, said) } }),
    ...upkeep(wishes),
  };
  const remembered = build === undefined ? undefined : memoryOf(root, path, wishes, build);
  return {
    options,
    notes: triggerNotes(said, root),
    ...(remembered && { remembering: { memory: remembered, observed } }),
  };
}

/** Under what a run is remembered of which nothing has changed; nothing where it must do more than look. */
export function memoryOf(
  root: string,
  file: string,
  { param, keptParams, date, cache }: RunWishes,
  build = buildOf(import.meta.url),
): UnchangedMemory | undefined {
  return keptParams || date !== undefined || cache === false || build === undefined
    ? undefined
    : { root, file, build, given: param };
}

/** What a user should know who runs a pipeline that could start by itself. */
export function triggerNotes({ triggers }: Pick<Pipeline, 'triggers'>, root: string): readonly string[] {
  return triggers.length > 0 && !isScheduled(root) ? [dormantTriggers] : [];
}

const dormantTriggers = 'The file has "triggers", and no scheduler runs. Start them: dagwright schedule';

/** A date, or a moment, of the time zone of the first schedule, if there is one. */
function dateOf(text: string, { triggers }: Pick<Pipeline, 'triggers'>): number {
  const cron = triggers.find(trigger => trigger.kind === 'cron');
  const found = momentOf(text, cron?.timezone, false);
  if (found === undefined)
    throw new Refusal(`"${text}" is no date such as 2026-01-31, and no moment such as 2026-01-31T12:00.`);
  return found;
}

/** What a shorter file means is found out in no time. */
const quicklyRead = 32 * 1024;

/** What a run is told of the cache and old runs. */
export function upkeep({ cache, cacheMaxSize, keepRuns }: UpkeepWishes): Upkeep {
  return {
    ...(cache === false ? { ignoresCache: true } : {}),
    ...(cacheMaxSize === undefined ? {} : { cacheMaxBytes: cacheMaxSize }),
    ...(keepRuns === undefined ? {} : { keepRuns }),
  };
}
