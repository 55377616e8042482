import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { RunEvent, RunStarted } from '../../../runner/event.ts';
import { pastDurations, rememberDurations } from '../../../runner/history/past-durations.ts';
import { historyFile, journalFile, runFolder } from '../../../runner/layout.ts';
import { applyEvent, initialState, type RunState } from '../../../runner/run-state.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';

const pipeline = makePipeline([makeTask('load', 'true'), makeTask('train', 'true')]);

test('a task takes the median of its newest five successes', async t => {
  const { root, file } = place(t);
  for (const [index, load] of [900, 10, 30, 20, 50, 40].entries()) {
    rememberDurations(root, stateOf(eventsOf(file, `r${index}`, { load })));
  }
  assert.deepEqual([...(await pastDurations(root, file))], [['load', 30]]);
});

test('a run is counted once, and what failed, was cached or went back in time is not', async t => {
  const { root, file } = place(t);
  const events = eventsOf(file, 'r1', { load: 10, train: -5 });
  rememberDurations(root, stateOf(events));
  rememberDurations(root, stateOf(events));
  rememberDurations(root, stateOf(eventsOf(file, 'r2', { load: 30 }, { status: 'failed' })));
  rememberDurations(root, stateOf(eventsOf(file, 'r3', { load: 30 }, { source: { kind: 'cache', run: 'r1' } })));
  assert.deepEqual([...(await pastDurations(root, file))], [['load', 10]]);
  assert.match(readFileSync(historyFile(root, file), 'utf8'), /"runs":\["r1"\]/);
});

test('what nobody saw the end of is not known', async t => {
  const { root, file } = place(t);
  const [started, begun, ...ended] = eventsOf(file, 'r1', { load: 10 });
  assert.ok(started && begun);
  const owner = { host: 'h', pid: 2, versions: { dagwright: '0', node: '24.0.0' } };
  rememberDurations(root, stateOf([started, begun, { type: 'run_resumed', at: 1005, ...owner }, ...ended]));
  assert.equal((await pastDurations(root, file)).size, 0);
});

test('a group of which something was cached tells nothing of how long it takes', async t => {
  const { root, file } = place(t);
  const tasks = [makeTask('train', ''), makeTask('train[n=1]', '', { group: 'train' })];
  const of = (source: { readonly source?: { readonly kind: 'cache'; readonly run: string } }): RunEvent[] => {
    const [started, ...rest] = eventsOf(file, source.source ? 'r1' : 'r2', { other: 10 });
    return [
      { ...(started as RunStarted), pipeline: makePipeline([...tasks, makeTask('other', '')]) },
      { type: 'group_opened', at: 1000, task: 'train' },
      { type: 'task_ended', at: 1000, task: 'train[n=1]', status: 'success', ...source },
      { type: 'task_ended', at: 1007, task: 'train', status: 'success' },
      ...rest,
    ];
  };
  rememberDurations(root, stateOf(of({ source: { kind: 'cache', run: 'r0' } })));
  assert.equal((await pastDurations(root, file)).get('train'), undefined);
  rememberDurations(root, stateOf(of({})));
  assert.equal((await pastDurations(root, file)).get('train'), 7);
});

test('a history that is gone, torn or of another kind is made again from the newest runs', async t => {
  const { root, file } = place(t);
  for (const [id, load] of [
    ['20260101-000000-aaaa', 10],
    ['20260102-000000-aaaa', 20],
  ] as const) {
    mkdirSync(runFolder(root, id), { recursive: true });
    writeFileSync(
      journalFile(runFolder(root, id)),
      eventsOf(file, id, { load })
        .map(event => `${JSON.stringify(event)}\n`)
        .join(''),
    );
  }
  const expected = [['load', 20]];
  assert.deepEqual([...(await pastDurations(root, file))], expected);
  const whole = readFileSync(historyFile(root, file), 'utf8');
  for (const text of [
    '',
    whole.slice(0, -20),
    '{"version":99}',
    '[1]',
    '{"version":1,"runs":[],"tasks":{"load":["x"]}}',
  ]) {
    writeFileSync(historyFile(root, file), text);
    const durations = await pastDurations(root, file);
    assert.ok([...durations.values()].every(Number.isFinite), text);
    if (!text.includes('"x"')) assert.deepEqual([...durations], expected, text);
  }
  assert.deepEqual(readdirSync(join(root, '.dagwright', 'history')).length, 1);
});

test('where nothing can be kept, nothing is known and nothing breaks', async t => {
  const { root, file } = place(t);
  rmSync(join(root, '.dagwright'), { recursive: true });
  rememberDurations(root, stateOf(eventsOf(file, 'r1', { load: 10 })));
  assert.equal((await pastDurations(root, file)).size, 0);
});

test('a history that cannot be written, nor its draft be removed, is no matter', async t => {
  const { root, file } = place(t);
  mkdirSync(join(`${historyFile(root, file)}.${process.pid}`, 'in the way'), { recursive: true });
  rememberDurations(root, stateOf(eventsOf(file, 'r1', { load: 10 })));
  assert.equal((await pastDurations(root, file)).size, 0);
});

function place(t: TestContext): { root: string; file: string } {
  const root = mkdtempSync(join(tmpdir(), 'dagwright-history-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, '.dagwright'));
  return { root, file: join(root, 'ml', 'p.pipeline.yaml') };
}

function eventsOf(
  file: string,
  runId: string,
  durations: Readonly<Record<string, number>>,
  end: Partial<Extract<RunEvent, { type: 'task_ended' }>> = {},
): RunEvent[] {
  const started: RunStarted = {
    ...{ type: 'run_started', at: 0, version: 1, runId, name: 'p', pipeline, file, fileHash: '', params: {} },
    ...{ maxParallel: 2, failFast: false, host: 'h', pid: 1, versions: { dagwright: '0', node: '0' } },
  };
  const events: RunEvent[] = [started];
  for (const [task, duration] of Object.entries(durations)) {
    const at = 1000 + duration;
    events.push({ type: 'attempt_started', at: 1000, task, attempt: 1 });
    events.push({ type: 'attempt_ended', at, task, attempt: 1, outcome: { kind: 'success' } });
    events.push({ type: 'task_ended', at, task, status: 'success', ...end });
  }
  return [...events, { type: 'run_ended', at: 9000, status: 'success' }];
}

function stateOf(events: readonly RunEvent[]): RunState {
  const [started, ...others] = events;
  assert.equal(started?.type, 'run_started');
  const state = initialState(started as RunStarted);
  for (const event of others) applyEvent(state, event);
  return state;
}
