import type { Trigger } from '../../pipeline/pipeline.ts';
import type { RunTrigger } from '../event.ts';
import { missedAfterMs } from './decide-cron.ts';
import type { ScheduleRecord, StartedRun } from './schedule-record.ts';

/** How a trigger stands. */
export interface TriggerState {
  readonly file: string;
  definition: Trigger;
  readonly armedAt: number;
  /** Everything up to this moment is decided, for good. */
  decidedUpTo: number;
  /** Ends of the other pipeline after that moment that are decided: when each was, by its run. */
  readonly ends: Map<string, number>;
  /** Decided to be run, the first of them first. */
  waiting: readonly RunTrigger[];
  /** The last time that was missed, and whether a run makes up for it. */
  missed?: { readonly scheduledAt: number; readonly isMadeUp: boolean };
}

/** How a scheduler stands: the fold of its records. Only `applyRecord` writes to it. */
export interface ScheduleState {
  readonly triggers: Map<string, TriggerState>;
  /** Those that are gone, the last of them last: they may come back. */
  readonly past: Map<string, TriggerState>;
  /** Runs that are not over, by their ids. */
  readonly runs: Map<string, StartedRun>;
  /** The same by their files. */
  readonly runsOf: Map<string, Set<string>>;
  /** Files that somebody switched off (true) or on. */
  readonly paused: Map<string, boolean>;
  /** Why the last run of a file could not begin, if it could not. */
  readonly refusals: Map<string, string>;
}

export function emptyState(): ScheduleState {
  const runs = { runs: new Map(), runsOf: new Map(), refusals: new Map() };
  return { triggers: new Map(), past: new Map(), ...runs, paused: new Map() };
}

/** Takes a record into the state. */
export function applyRecord(state: ScheduleState, record: ScheduleRecord): void {
  switch (record.type) {
    case 'armed':
      arm(state, record);
      return;
    case 'disarmed':
      disarm(state, record.trigger);
      return;
    case 'passed':
      pass(state.triggers.get(record.trigger), record);
      return;
    case 'waiting':
      wait(state.triggers.get(record.trigger), record);
      return;
    case 'start':
      start(state, record);
      return;
    case 'renamed': {
      const run = state.runs.get(record.run);
      if (run) forget(state, record.run);
      if (run) remember(state, record.as, run);
      return;
    }
    case 'ended':
      noteRefusal(state, record);
      forget(state, record.run);
      return;
    case 'paused':
      state.paused.set(record.file, record.paused);
      return;
    default:
      record satisfies never;
  }
}

/** The records that lead from nothing to this state: what a journal begins with that became too long. */
export function recordsOf(state: ScheduleState, at: number): readonly ScheduleRecord[] {
  const records: ScheduleRecord[] = [];
  for (const [file, paused] of state.paused) records.push({ type: 'paused', at, file, paused });
  for (const [run, { trigger, file, cause }] of state.runs) {
    records.push({ type: 'start', at, trigger, file, run, cause });
  }
  for (const [trigger, { file, definition, decidedUpTo }] of state.past) {
    records.push({ type: 'armed', at, trigger, file, definition, from: decidedUpTo });
    records.push({ type: 'disarmed', at, trigger });
  }
  for (const [trigger, { file, definition, armedAt, decidedUpTo, ends, waiting }] of state.triggers) {
    records.push({ type: 'armed', at: armedAt, trigger, file, definition, from: decidedUpTo });
    for (const [run, endedAt] of ends) records.push({ type: 'passed', at, trigger, run, endedAt, reason: 'overlap' });
    if (waiting.length > 0) records.push({ type: 'waiting', at, trigger, causes: waiting });
  }
  return records;
}

type RecordOf<T extends ScheduleRecord['type']> = Extract<ScheduleRecord, { type: T }>;

function arm(state: ScheduleState, { trigger, file, definition, from, at }: RecordOf<'armed'>): void {
  const known = state.triggers.get(trigger);
  if (known) known.definition = definition;
  else {
    const decidedUpTo = from ?? at;
    state.triggers.set(trigger, { file, definition, armedAt: at, decidedUpTo, ends: new Map(), waiting: [] });
    state.past.delete(trigger);
  }
}

/** So many are remembered that are gone. */
const mostPast = 1000;

function disarm(state: ScheduleState, trigger: string): void {
  const known = state.triggers.get(trigger);
  if (!known) return;
  state.triggers.delete(trigger);
  state.past.set(trigger, { ...known, ends: new Map(), waiting: [] });
  const [oldest] = state.past.keys();
  if (state.past.size > mostPast && oldest !== undefined) state.past.delete(oldest);
}

function start(state: ScheduleState, { trigger, file, run, cause, upTo }: RecordOf<'start'>): void {
  const known = state.triggers.get(trigger);
  if (known) {
    known.waiting = known.waiting.filter(other => !isSame(other, cause));
    if (cause.kind === known.definition.kind) decidedBy(known, cause, upTo);
  }
  remember(state, run, { trigger, file, cause });
}

function wait(known: TriggerState | undefined, { causes, at }: RecordOf<'waiting'>): void {
  if (!known) return;
  const late = causes.findLast(cause => cause.late && at - cause.scheduledAt > missedAfterMs);
  if (late) known.missed = { scheduledAt: late.scheduledAt, isMadeUp: true };
  known.waiting = [...known.waiting, ...causes];
  for (const cause of causes) decidedBy(known, cause, undefined);
}

function decidedBy(known: TriggerState, cause: RunTrigger, upTo: number | undefined): void {
  if (cause.run !== undefined) rememberEnd(known, cause.run, cause.scheduledAt);
  else known.decidedUpTo = Math.max(known.decidedUpTo, upTo ?? cause.scheduledAt);
}

/** So many ends of another pipeline are remembered one by one; they come in their order, so what was before those is decided. */
const mostEnds = 1000;

function rememberEnd(known: TriggerState, run: string, endedAt: number): void {
  known.ends.set(run, endedAt);
  if (known.ends.size <= mostEnds) return;
  let [oldest, at] = [run, endedAt];
  for (const [other, otherAt] of known.ends) if (otherAt < at) [oldest, at] = [other, otherAt];
  known.ends.delete(oldest);
  known.decidedUpTo = Math.max(known.decidedUpTo, at);
}

function pass(known: TriggerState | undefined, { at, upTo, run, endedAt, reason }: RecordOf<'passed'>): void {
  if (!known) return;
  if (run !== undefined) rememberEnd(known, run, endedAt ?? at);
  if (upTo !== undefined) known.decidedUpTo = Math.max(known.decidedUpTo, upTo);
  if (reason === 'replaced' || reason === 'off') known.waiting = [];
  if (reason === 'missed' && upTo !== undefined) known.missed = { scheduledAt: upTo, isMadeUp: false };
}

/** What is waited for is told apart by its time, or by the run whose end it is. */
function isSame(one: RunTrigger, other: RunTrigger): boolean {
  return one.scheduledAt === other.scheduledAt && one.run === other.run;
}

function noteRefusal({ runs, refusals }: ScheduleState, { run, status, message }: RecordOf<'ended'>): void {
  const file = runs.get(run)?.file;
  if (file === undefined) return;
  if (status === 'refused' && message !== undefined) refusals.set(file, message);
  else refusals.delete(file);
}

function remember(state: ScheduleState, run: string, started: StartedRun): void {
  state.runs.set(run, started);
  const others = state.runsOf.get(started.file);
  if (others) others.add(run);
  else state.runsOf.set(started.file, new Set([run]));
}

function forget(state: ScheduleState, run: string): void {
  const started = state.runs.get(run);
  if (!started) return;
  state.runs.delete(run);
  const others = state.runsOf.get(started.file);
  others?.delete(run);
  if (others?.size === 0) state.runsOf.delete(started.file);
}
