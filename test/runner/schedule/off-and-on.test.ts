import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trigger } from '../../../pipeline/pipeline.ts';
import type { ScheduleRecord } from '../../../runner/schedule/schedule-record.ts';
import { applyRecord, emptyState, recordsOf } from '../../../runner/schedule/schedule-state.ts';
import { Scheduling } from '../../../runner/schedule/scheduling.ts';

type Cron = Extract<Trigger, { kind: 'cron' }>;

const day = 24 * 3_600_000;
const daily: Cron = { kind: 'cron', cron: '0 3 * * *', timezone: 'UTC', catchup: 'all', overlap: 'queue', jitterMs: 0 };
const file = 'a.pipeline.yaml';

/** A scheduler whose runs end at once; `started` has the day of each, `again` is one that goes on from what it kept. */
class World {
  readonly started: string[] = [];
  readonly on: Set<string> | undefined;
  readonly #records: ScheduleRecord[] = [];
  readonly scheduling: Scheduling;

  constructor(records: readonly ScheduleRecord[] = [], on?: Set<string>) {
    this.on = on;
    const state = emptyState();
    for (const record of records) this.#keep(record, state);
    const isOn = on && ((name: string) => on.has(name));
    this.scheduling = new Scheduling(
      state,
      {
        append: kept => this.#records.push(...kept),
        newRunId: () => `run-${this.#records.length}`,
        start: (_run, _file, { scheduledAt }) => this.started.push(new Date(scheduledAt).toISOString().slice(0, 10)),
        cancel: () => undefined,
      },
      { lateAtOnce: 1, lateAtMost: 1000, startsPaused: false, ...(isOn && { isOn }) },
    );
  }

  /** All that is due by then, run by run. */
  live(now: number): void {
    for (let started = -1; started < this.started.length; ) {
      started = this.started.length;
      this.scheduling.tick(now);
      for (const run of [...this.scheduling.state.runs.keys()]) this.scheduling.ended(run, 'success', now);
      this.scheduling.tick(now);
    }
  }

  again(): World {
    return new World(this.#records, this.on);
  }

  /** The same, from a journal that was written anew. */
  shortened(now: number): World {
    return new World(recordsOf(this.scheduling.state, now), this.on);
  }

  #keep(record: ScheduleRecord, state: ReturnType<typeof emptyState>): void {
    this.#records.push(record);
    applyRecord(state, record);
  }
}

const at = (text: string) => Date.parse(`${text}T12:00Z`);

test('a file that goes and comes back starts nothing again, also from its start date on', () => {
  const trigger = { ...daily, startDate: '2026-03-01' };
  const first = new World();
  first.scheduling.arm(file, [trigger], at('2026-03-03'));
  first.live(at('2026-03-03'));
  assert.deepEqual(first.started, ['2026-03-01', '2026-03-02', '2026-03-03']);
  first.scheduling.arm(file, [], at('2026-03-03'));
  for (const world of [first.again(), first.shortened(at('2026-03-04')), first]) {
    const before = world.started.length;
    world.scheduling.arm(file, [trigger], at('2026-03-04'));
    world.live(at('2026-03-05'));
    assert.deepEqual(world.started.slice(before), ['2026-03-04', '2026-03-05']);
  }
});

test('what was missed while triggers were off is not made up for, what was missed while they were on is', () => {
  const on = new Set([file]);
  const first = new World([], on);
  first.scheduling.arm(file, [daily], at('2026-03-01'));
  first.live(at('2026-03-02'));
  on.delete(file);
  first.live(at('2026-03-04'));
  assert.deepEqual(first.started, ['2026-03-02']);
  on.add(file);
  const since = at('2026-03-05');
  const second = first.again();
  second.scheduling.switchedOn(file, since, at('2026-03-07'));
  second.live(at('2026-03-07'));
  assert.deepEqual(second.started, ['2026-03-06', '2026-03-07']);
  // It is said again when a window is opened anew.
  const third = second.again();
  third.scheduling.switchedOn(file, since, at('2026-03-09'));
  third.live(at('2026-03-09'));
  assert.deepEqual(third.started, ['2026-03-08', '2026-03-09']);
});

test('triggers that are switched on for the first time begin at their start date, also after a kill in between', () => {
  const since = at('2026-03-03');
  const world = new World([], new Set([file]));
  world.scheduling.switchedOn(file, since, since);
  world.scheduling.arm(file, [{ ...daily, startDate: '2026-03-01' }], since);
  const second = world.again();
  second.scheduling.switchedOn(file, since, since + 1000);
  second.live(since + 1000);
  assert.deepEqual(second.started, ['2026-03-01', '2026-03-02', '2026-03-03']);
});

test('the last missed time is known, with whether a run makes up for it', () => {
  for (const [catchup, isMadeUp] of [
    ['none', false],
    ['latest', true],
    ['all', true],
  ] as const) {
    const world = new World();
    world.scheduling.arm(file, [{ ...daily, catchup }], at('2026-03-01'));
    world.live(at('2026-03-01') + 3 * day);
    const [known] = world.scheduling.state.triggers.values();
    assert.deepEqual(known?.missed, { scheduledAt: Date.parse('2026-03-04T03:00Z'), isMadeUp }, catchup);
  }
});

test('of the ends of another pipeline only the last thousand are remembered, and none starts two runs', () => {
  const after = { kind: 'pipeline', file: 'other.pipeline.yaml', on: 'success' } as const;
  const begin = at('2026-03-01');
  const world = new World();
  world.scheduling.arm(file, [after], begin);
  const [key = ''] = world.scheduling.state.triggers.keys();
  const end = (number: number) =>
    ({ kind: 'pipeline', scheduledAt: begin + number, run: `other-${number}`, status: 'success' }) as const;
  const tell = ({ scheduling }: World, number: number) =>
    scheduling.otherEnded(key, end(number), begin + day, number % 3 === 0 ? undefined : 'Its condition does not hold.');
  for (let number = 1; number <= 1500; number++) tell(world, number);
  world.live(begin + day);
  assert.equal(world.started.length, 500);
  for (const next of [world, world.again(), world.shortened(begin + day)]) {
    const before = next.started.length;
    assert.equal(next.scheduling.state.triggers.get(key)?.ends.size, 1000);
    for (let number = 1; number <= 1503; number++) tell(next, number);
    next.live(begin + day);
    assert.equal(next.started.length, before + 1);
  }
});
