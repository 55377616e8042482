import assert from 'node:assert/strict';
import type { Trigger } from '../../../pipeline/pipeline.ts';
import { enumerate } from './enumeration.ts';
import { type Absence, MortalWorld, type WorldOptions, type WorldRun } from './mortal-world.ts';

type Cron = Extract<Trigger, { kind: 'cron' }>;

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland'];
const crons = ['30 2 * * *', '0 6,18 * * 1-5', '15 1 1,15 * *', '0 */8 * * 0,3'];
const catchups = ['none', 'latest', 'all'] as const;
const overlaps = ['skip', 'queue', 'cancel', 'allow'] as const;

/** Twenty schedules in five zones with all policies, by the file each stands in. */
export function twentySchedules(): ReadonlyMap<string, Cron> {
  return new Map(
    zones.flatMap((timezone, zone) =>
      crons.map((cron, index) => {
        const overlap = overlaps[(zone + index) % 4] ?? 'skip';
        const catchup = catchups[(zone * 4 + index) % 3] ?? 'none';
        const jitterMs = index === 1 ? 600_000 : 0;
        return [`${zone}-${index}.yaml`, { kind: 'cron', cron, timezone, catchup, overlap, jitterMs }] as const;
      }),
    ),
  );
}

/** Lets twenty schedules live through some years and compares what ran with what their policies say. Answers how much happened. */
export function liveThrough(options: WorldOptions): { readonly runs: number; readonly kills: number } {
  const schedules = twentySchedules();
  const world = new MortalWorld(schedules, options);
  world.live();
  for (const [file, trigger] of schedules) {
    const from = Math.floor((world.armedAt(file) ?? options.to) / minute + 1) * minute;
    const times = enumerate(trigger.cron, trigger.timezone ?? 'UTC', from, options.to);
    new Judge(
      trigger,
      times,
      [...world.runs.values()].filter(run => run.file === file),
      world,
      options,
    ).judge(file, `${file} ${JSON.stringify(trigger)}`);
  }
  return { runs: world.runs.size, kills: world.absences.length };
}

/** A time may be put off by its jitter, and is missed a minute after that. */
const minute = 60_000;

class Judge {
  readonly #trigger: Cron;
  readonly #times: readonly number[];
  readonly #runs: readonly WorldRun[];
  readonly #world: MortalWorld;
  readonly #options: WorldOptions;

  constructor(
    trigger: Cron,
    times: readonly number[],
    runs: readonly WorldRun[],
    world: MortalWorld,
    options: WorldOptions,
  ) {
    this.#trigger = trigger;
    this.#times = times;
    this.#runs = runs;
    this.#world = world;
    this.#options = options;
  }

  judge(file: string, name: string): void {
    const ran = this.#runs.map(({ cause }) => cause.scheduledAt);
    const known = new Set(this.#times);
    assert.deepEqual(ran.filter(at => !known.has(at)).map(iso), [], `${name}: runs at no scheduled time`);
    assert.equal(new Set(ran).size, ran.length, `${name}: two runs for one scheduled time`);
    if (this.#trigger.overlap !== 'allow') this.#neverTwoAtOnce(name);
    if (!this.#options.jumps) this.#eachTime(name, file, new Set(ran));
    const { catchup, overlap } = this.#trigger;
    if (catchup === 'all' && (overlap === 'allow' || overlap === 'queue')) this.#all(name, file, new Set(ran));
  }

  #neverTwoAtOnce(name: string): void {
    const inOrder = this.#runs.toSorted((a, b) => a.begun - b.begun);
    inOrder.forEach((run, index) => {
      const before = inOrder[index - 1];
      if (this.#options.jumps) return;
      assert.ok(!before || before.end <= run.begun, `${name}: two at once, ${iso(run.begun)}`);
    });
  }

  /** Every time has its run, or its turn is still to come. */
  #all(name: string, file: string, ran: ReadonlySet<number>): void {
    const { decidedUpTo, waiting } = this.#world.stateOf(file);
    const turn = new Set(waiting.map(({ scheduledAt }) => scheduledAt));
    const missing = this.#times.filter(at => at <= decidedUpTo && !ran.has(at) && !turn.has(at));
    assert.deepEqual(missing.map(iso), [], `${name}: missed for good`);
    assert.ok(decidedUpTo > this.#options.to - 30 * 24 * 60 * minute, `${name}: it came to a standstill`);
  }

  /** Whether a time has a run is what its policies say, from the absences and the runs themselves. */
  #eachTime(name: string, file: string, ran: ReadonlySet<number>): void {
    const { catchup, overlap, jitterMs } = this.#trigger;
    const turn = new Set(this.#world.stateOf(file).waiting.map(({ scheduledAt }) => scheduledAt));
    for (const at of this.#times) {
      if (at > this.#options.to - 24 * 60 * minute) continue;
      const absences = this.#absencesAround(at);
      const absence = absences.find(({ from, to }) => from < at && to > at + jitterMs + minute);
      const isDisturbed = absences.some(({ from, to }) => to >= at && from <= at + jitterMs + minute);
      const what = `${name}: ${iso(at)}`;
      if (!isDisturbed) this.#onTime(at, ran.has(at) || turn.has(at), what);
      if (absence) {
        if (catchup === 'none') assert.ok(!ran.has(at), `${what} was missed and not to be caught up`);
        const isLatest = !this.#times.some(other => other > at && other <= absence.to);
        const isUndisturbed = this.#isQuiet(at, absence.to + minute);
        const isOlder = this.#times.some(other => other > at && other + jitterMs <= absence.to);
        if (catchup === 'latest' && isOlder) assert.ok(!ran.has(at), `${what} was not the latest missed one`);
        if (catchup === 'latest' && isLatest && isUndisturbed && overlap !== 'cancel')
          assert.ok(ran.has(at), `${what} was the latest missed one`);
      }
    }
  }

  #onTime(at: number, hasRun: boolean, what: string): void {
    const { overlap, jitterMs } = this.#trigger;
    const others = this.#runs.filter(
      ({ cause, begun, end }) => cause.scheduledAt !== at && begun <= at + jitterMs && end > at,
    );
    if (overlap === 'allow' || overlap === 'queue' || others.length === 0) {
      assert.ok(hasRun, `${what} has no run`);
      return;
    }
    if (overlap !== 'skip' || jitterMs > 0) return;
    const isBusy = others.some(({ begun }) => begun < at);
    const isBehind =
      this.#trigger.catchup === 'all' && this.#runs.some(({ cause }) => cause.scheduledAt === at && cause.late);
    if (isBusy && !isBehind) assert.ok(!hasRun, `${what} ran beside another`);
  }

  /** Absences are in their order, and only a few are short. */
  #absencesAround(at: number): readonly Absence[] {
    const { absences } = this.#world;
    let [low, high] = [0, absences.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((absences[middle]?.to ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return absences.slice(low, low + 20);
  }

  /** No other absence and no other scheduled time is near. */
  #isQuiet(from: number, to: number): boolean {
    const near = this.#absencesAround(from).filter(absence => absence.to >= from && absence.from <= to);
    return near.length === 1 && to < this.#options.to - 10 * 24 * 60 * minute;
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
