import type { Trigger } from '../../../pipeline/pipeline.ts';
import type { RunTrigger } from '../../../runner/event.ts';
import type { ScheduleRecord } from '../../../runner/schedule/schedule-record.ts';
import { applyRecord, emptyState, recordsOf, type TriggerState } from '../../../runner/schedule/schedule-state.ts';
import { Scheduling } from '../../../runner/schedule/scheduling.ts';
import { randomFrom } from '../../random.ts';

/** A run of the simulated world. Times are those of its machine's clock. */
export interface WorldRun {
  readonly id: string;
  readonly file: string;
  readonly cause: RunTrigger;
  readonly begun: number;
  end: number;
  readonly isCancelled: boolean;
}

/** A time in which no scheduler ran. */
export interface Absence {
  readonly from: number;
  readonly to: number;
}

export interface WorldOptions {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** How likely the scheduler is killed before or after each single thing that it does. */
  readonly mortality: number;
  /** How long it is gone then, at most. */
  readonly absenceMs: number;
  readonly runMs: (random: number) => number;
  /** How often, of all wakes, the clock jumps, and how far. */
  readonly jumps?: { readonly chance: number; readonly byMs: number };
}

class Killed extends Error {}

/** A machine on which a scheduler is killed again and again, with runs that go on whatever happens to it. */
export class MortalWorld {
  readonly runs = new Map<string, WorldRun>();
  readonly absences: Absence[] = [];
  /** How often somebody tried to start a run of a name that was taken. */
  taken = 0;
  #journal: ScheduleRecord[] = [];
  readonly #options: WorldOptions;
  readonly #pipelines: ReadonlyMap<string, Trigger>;
  readonly #random: () => number;
  readonly #going = new Set<WorldRun>();
  #now: number;
  #ids = 0;

  constructor(pipelines: ReadonlyMap<string, Trigger>, options: WorldOptions) {
    this.#pipelines = pipelines;
    this.#options = options;
    this.#random = randomFrom(options.seed);
    this.#now = options.from;
  }

  /** How the trigger of a file stands in the journal. */
  stateOf(file: string): Pick<TriggerState, 'decidedUpTo' | 'waiting'> {
    const state = emptyState();
    for (const record of this.#journal) applyRecord(state, record);
    const found = [...state.triggers.values()].find(trigger => trigger.file === file);
    return found ?? { decidedUpTo: Number.POSITIVE_INFINITY, waiting: [] };
  }

  /** Since when the trigger of a file counts. */
  armedAt(file: string): number | undefined {
    return this.#journal.find(record => record.type === 'armed' && record.file === file)?.at;
  }

  /** Lets the time go by, to the end. */
  live(): void {
    let downFrom: number | undefined;
    while (this.#now < this.#options.to) {
      try {
        if (downFrom !== undefined) this.absences.push({ from: downFrom, to: this.#now });
        downFrom = undefined;
        this.#schedule();
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        downFrom = this.#now;
        // Often it is back before anything else happens.
        if (this.#random() < 0.7) this.#now += Math.floor(this.#random() * this.#options.absenceMs);
      }
    }
    if (downFrom !== undefined) this.absences.push({ from: downFrom, to: this.#now });
  }

  #schedule(): void {
    const state = emptyState();
    for (const record of this.#journal) applyRecord(state, record);
    // A journal that became long begins anew with what it comes to.
    if (this.#journal.length > 500) this.#journal = [...recordsOf(state, this.#now)];
    const scheduling = new Scheduling(state, {
      append: records => this.#append(records),
      newRunId: () => `run-${++this.#ids}`,
      start: (run, file, cause) => this.#mortal(() => this.#start(run, file, cause)),
      cancel: run => this.#mortal(() => this.#cancel(run)),
    });
    for (const [file, trigger] of this.#pipelines) scheduling.arm(file, [trigger], this.#now);
    for (const run of [...state.runs.keys()]) {
      if (!this.runs.has(run)) scheduling.startAgain(run, false, this.#now);
      else if ((this.runs.get(run)?.end ?? 0) <= this.#now) scheduling.ended(run, 'success', this.#now);
    }
    scheduling.cancelReplaced();
    while (this.#now < this.#options.to) {
      const next = scheduling.tick(this.#now);
      const ends = [...this.#going].filter(({ end }) => end > this.#now).map(({ end }) => end);
      this.#now = Math.max(this.#now, Math.min(next ?? this.#options.to, this.#options.to, ...ends));
      this.#jump();
      for (const run of this.#going) {
        if (run.end > this.#now) continue;
        this.#going.delete(run);
        scheduling.ended(run.id, 'success', this.#now);
      }
    }
  }

  #jump(): void {
    const { jumps } = this.#options;
    if (!jumps || this.#random() > jumps.chance) return;
    const by = Math.floor((this.#random() * 2 - 1) * jumps.byMs);
    this.#now += by;
    for (const run of this.#going) run.end += by;
  }

  #append(records: readonly ScheduleRecord[]): void {
    // Of what is written at once, a beginning may come to the disk.
    for (const record of records) this.#mortal(() => this.#journal.push(record));
  }

  #start(id: string, file: string, cause: RunTrigger): void {
    if (this.runs.has(id)) {
      this.taken++;
      return;
    }
    const end = this.#now + this.#options.runMs(this.#random());
    const run = { id, file, cause, begun: this.#now, end, isCancelled: false };
    this.runs.set(id, run);
    this.#going.add(run);
  }

  #cancel(id: string): void {
    const run = this.runs.get(id);
    if (run && run.end > this.#now + 1000) Object.assign(run, { end: this.#now + 1000, isCancelled: true });
  }

  #mortal(action: () => void): void {
    if (this.#random() < this.#options.mortality) throw new Killed();
    action();
    if (this.#random() < this.#options.mortality) throw new Killed();
  }
}
