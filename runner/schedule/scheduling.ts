import type { Trigger } from '../../pipeline/pipeline.ts';
import { CronTimes } from '../../pipeline/schedule.ts';
import type { RunTrigger } from '../event.ts';
import { countsFrom } from './counts-from.ts';
import { type CronTrigger, decideCron, nextDue } from './decide-cron.ts';
import { recordOf } from './decision-record.ts';
import { type SchedulePorts, type SchedulingOptions, usualScheduling } from './schedule-ports.ts';
import type { ScheduleRecord } from './schedule-record.ts';
import { applyRecord, type ScheduleState, type TriggerState } from './schedule-state.ts';
import { triggerKeys } from './trigger-key.ts';

interface Armed {
  readonly trigger: Trigger;
  readonly times?: CronTimes;
  /** When it is to be looked at again; absent: not before something happens. */
  due?: number;
}

/**
 * Decides which runs start when, and sees to it: each decision is kept before it is acted on, and follows from what was
 * kept and the time alone, so that it may be killed at any point and made anew from the state.
 */
export class Scheduling {
  readonly state: ScheduleState;
  readonly #ports: SchedulePorts;
  readonly #options: SchedulingOptions;
  readonly #armed = new Map<string, Armed>();
  #soonest: string | undefined;

  constructor(state: ScheduleState, ports: SchedulePorts, options: SchedulingOptions = usualScheduling) {
    this.state = state;
    this.#ports = ports;
    this.#options = options;
    for (const [key, { definition }] of state.triggers) this.#put(key, definition);
  }

  /** The triggers that `file` says now; a new one counts from now on, or, when it makes up for what is missed, from its start date. */
  arm(file: string, triggers: readonly Trigger[], now: number): void {
    const wanted = triggerKeys(file, triggers);
    const records: ScheduleRecord[] = [];
    for (const [trigger, { file: of }] of this.state.triggers) {
      if (of === file && !wanted.has(trigger)) records.push({ type: 'disarmed', at: now, trigger });
    }
    for (const [trigger, definition] of wanted) {
      const known = this.state.triggers.get(trigger);
      if (!known && this.isPaused(file)) continue;
      const from = known ? {} : { from: countsFrom(definition, now, this.state.past.get(trigger)?.decidedUpTo) };
      const isKnown = known && JSON.stringify(known.definition) === JSON.stringify(definition);
      if (!isKnown) records.push({ type: 'armed', at: now, trigger, file, definition, ...from });
    }
    this.#keep(records);
  }

  /** Whether the triggers of a file start nothing now, because somebody switched them off or nobody on. */
  isPaused(file: string): boolean {
    return !this.isOn(file) || this.isSwitchedOff(file);
  }

  /** Whether somebody paused it. */
  isSwitchedOff(file: string): boolean {
    return this.state.paused.get(file) ?? this.#options.startsPaused;
  }

  /** Whether the triggers of a file are among those that count. */
  isOn(file: string): boolean {
    return this.#options.isOn?.(file) ?? true;
  }

  /** The triggers of a file count since then: nothing that was up to then is made up for, and nothing waits. */
  switchedOn(file: string, since: number, now: number): void {
    const records = [...this.state.triggers].flatMap(([trigger, known]): ScheduleRecord[] =>
      known.file === file && known.armedAt < since && known.decidedUpTo < since
        ? [{ type: 'passed', at: now, trigger, reason: 'off', upTo: since }]
        : [],
    );
    this.#keep(records);
    this.#wake(file, now);
  }

  /** Switches the triggers of a file off or on. `triggers` are what it says. */
  pause(file: string, paused: boolean, triggers: readonly Trigger[], now: number): void {
    if (this.state.paused.get(file) !== paused) this.#keep([{ type: 'paused', at: now, file, paused }]);
    this.arm(file, triggers, now);
    this.#wake(file, now);
  }

  /** Decides all that is due, and answers when something will be due next. */
  tick(now: number): number | undefined {
    let next: number | undefined;
    for (const [key, armed] of this.#armed) {
      if (armed.due !== undefined && armed.due <= now) this.#decide(key, armed, now);
      if (armed.due === undefined || (next !== undefined && armed.due >= next)) continue;
      next = armed.due;
      this.#soonest = key;
    }
    return next;
  }

  /** The file of which a run will be started next by the time alone, as far as the last tick knew. */
  get soonestFile(): string | undefined {
    return this.#soonest === undefined ? undefined : this.state.triggers.get(this.#soonest)?.file;
  }

  /** A run is over. */
  ended(run: string, status: string, now: number, message?: string): void {
    const started = this.state.runs.get(run);
    if (!started) return;
    this.#keep([{ type: 'ended', at: now, run, status, ...(message !== undefined && { message }) }]);
    this.#wake(started.file, now);
  }

  /** Files were added or changed and are complete; all that happened up to `upTo` is among them. While a run goes on nothing is decided: ask again when it is over. */
  filesChanged(key: string, files: readonly string[], upTo: number, now: number): void {
    const known = this.state.triggers.get(key);
    if (!known || this.isPaused(known.file) || this.state.runsOf.has(known.file)) return;
    this.#start(key, known.file, { kind: 'files', scheduledAt: now, files }, now, upTo);
  }

  /** Nothing is started for what happened up to `upTo`. */
  pass(key: string, upTo: number, now: number): void {
    this.#keep([{ type: 'passed', at: now, trigger: key, reason: 'own', upTo }]);
  }

  /** A run of the other pipeline ended; once is enough, but it may be told more often. Earlier ends are told before later ones. `refusal`: why it starts nothing. */
  otherEnded(key: string, cause: RunTrigger, now: number, refusal?: string): void {
    const known = this.state.triggers.get(key);
    if (!known || cause.run === undefined || known.ends.has(cause.run)) return;
    if (cause.scheduledAt <= known.decidedUpTo) return;
    const at = { at: now, trigger: key };
    if (refusal !== undefined) {
      const end = { run: cause.run, endedAt: cause.scheduledAt };
      this.#keep([{ type: 'passed', ...at, ...end, reason: 'condition', message: refusal }]);
      return;
    }
    this.#keep([{ type: 'waiting', ...at, causes: [cause] }]);
    this.#wake(known.file, now);
  }

  /** Starts a run of `file` for a time that somebody names. */
  startNow(file: string, scheduledAt: number, now: number): void {
    this.#start(`${file} manual`, file, { kind: 'manual', scheduledAt }, now);
  }

  /** A run that was decided and never began is started again; under another name when somebody began with its folder. */
  startAgain(run: string, isNameTaken: boolean, now: number): void {
    const started = this.state.runs.get(run);
    if (!started) return;
    const as = isNameTaken ? this.#ports.newRunId(now) : run;
    if (as !== run) this.#keep([{ type: 'renamed', at: now, run, as }]);
    this.#ports.start(as, started.file, started.cause);
  }

  /** Asks again to cancel the runs whose place others wait for: whoever decided it may have been killed before it asked. */
  cancelReplaced(): void {
    for (const { file, definition, waiting } of this.state.triggers.values()) {
      if (definition.kind !== 'cron' || definition.overlap !== 'cancel') continue;
      if (!waiting.some(({ late }) => !late)) continue;
      for (const run of this.state.runsOf.get(file) ?? []) this.#ports.cancel(run, file);
    }
  }

  /** When a trigger will start a run by the time alone, if it will. */
  nextOf(key: string): number | undefined {
    const armed = this.#armed.get(key);
    const known = this.state.triggers.get(key);
    if (!armed?.times || armed.trigger.kind !== 'cron' || !known || this.isPaused(known.file)) return undefined;
    return nextDue({ key, trigger: armed.trigger, times: armed.times, decidedUpTo: known.decidedUpTo })?.scheduledAt;
  }

  #decide(key: string, armed: Armed, now: number): void {
    const known = this.state.triggers.get(key);
    delete armed.due;
    if (!known || this.isPaused(known.file)) return;
    const { trigger, times } = armed;
    if (trigger.kind === 'cron' && times) this.#decideCron(key, known, trigger, times, now);
    if (trigger.kind === 'pipeline') this.#startWaiting(key, known, now);
  }

  #decideCron(key: string, known: TriggerState, trigger: CronTrigger, times: CronTimes, now: number): void {
    const active = [...(this.state.runsOf.get(known.file) ?? [])];
    const activeLate = active.filter(run => this.state.runs.get(run)?.cause.late).length;
    const { decidedUpTo, waiting } = known;
    const view = { key, trigger, times, decidedUpTo, waiting, active: active.length, activeLate, ...this.#options };
    const decisions = decideCron(view, now);
    const starts = new Map<string, RunTrigger>();
    const records = decisions.flatMap((decision): ScheduleRecord[] => {
      const record = recordOf(decision, { trigger: key, file: known.file, at: now }, this.#ports);
      if (record?.type === 'start') starts.set(record.run, record.cause);
      return record ? [record] : [];
    });
    this.#keep(records);
    if (decisions.some(({ kind }) => kind === 'cancel')) for (const run of active) this.#ports.cancel(run, known.file);
    for (const [run, cause] of starts) this.#ports.start(run, known.file, cause);
    this.#setDue(key);
  }

  #startWaiting(key: string, { file, waiting }: TriggerState, now: number): void {
    const [first] = waiting;
    if (first && !this.state.runsOf.has(file)) this.#start(key, file, first, now);
  }

  #start(trigger: string, file: string, cause: RunTrigger, now: number, upTo?: number): void {
    const run = this.#ports.newRunId(now);
    this.#keep([{ type: 'start', at: now, trigger, file, run, cause, ...(upTo !== undefined && { upTo }) }]);
    this.#ports.start(run, file, cause);
  }

  /** Something happened that the triggers of a file may have waited for. */
  #wake(file: string, now: number): void {
    for (const [key, armed] of this.#armed) if (this.state.triggers.get(key)?.file === file) armed.due = now;
  }

  #keep(records: readonly ScheduleRecord[]): void {
    if (records.length === 0) return;
    this.#ports.append(records);
    for (const record of records) {
      applyRecord(this.state, record);
      if (record.type === 'armed') this.#put(record.trigger, record.definition);
      if (record.type === 'disarmed') this.#armed.delete(record.trigger);
    }
  }

  #put(key: string, trigger: Trigger): void {
    this.#armed.set(key, trigger.kind === 'cron' ? { trigger, times: new CronTimes(trigger) } : { trigger, due: 0 });
    this.#setDue(key);
  }

  #setDue(key: string): void {
    const armed = this.#armed.get(key);
    const known = this.state.triggers.get(key);
    if (!armed?.times || armed.trigger.kind !== 'cron' || !known) return;
    const isWaiting = known.waiting.length > 0 && !this.state.runsOf.has(known.file);
    const due = isWaiting
      ? 0
      : nextDue({ key, trigger: armed.trigger, times: armed.times, decidedUpTo: known.decidedUpTo })?.due;
    if (due === undefined) delete armed.due;
    else armed.due = due;
  }
}
