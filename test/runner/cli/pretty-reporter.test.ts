import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, afterEach, beforeEach, mock, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Task } from '../../../pipeline/pipeline.ts';
import { PrettyReporter } from '../../../runner/cli/run/pretty-reporter.ts';
import { symbolsFor } from '../../../runner/cli/symbols.ts';
import type { RunEvent } from '../../../runner/event.ts';
import { attemptPath, outputLog, runFolder } from '../../../runner/layout.ts';
import { applyEvent, initialState, type RunState } from '../../../runner/run-state.ts';
import { runStarted, task, temporaryFolder } from '../run-directory/journal.ts';
import { FakeScreen } from './screen.ts';

const root = temporaryFolder();
after(() => rmSync(root, { recursive: true }));
beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
afterEach(() => mock.timers.reset());

/** A run of `names` on a screen of `columns`; `at` tells events, lets the clock come to `now` and answers what is seen. */
function showing(names: readonly string[], columns = 60, more: Partial<Task> = {}) {
  const screen = new FakeScreen(columns);
  let now = 1_000;
  const paint = (_: unknown, text: string) => text;
  const reporter = new PrettyReporter(
    screen,
    { root, paint, symbols: symbolsFor({}, 'linux'), isKept: () => true },
    () => now,
  );
  let state: RunState | undefined;
  const tell = (event: RunEvent) => {
    if (event.type === 'run_started') state = initialState(event);
    else if (state) applyEvent(state, event);
    if (state) reporter.report(event, state);
  };
  tell(runStarted(names.map(name => ({ ...task(name), retries: 2, ...more }))));
  const at = async (time: number, ...events: RunEvent[]) => {
    for (const event of events) tell(event);
    now = time;
    await turn();
    mock.timers.tick(100);
    return screen.text;
  };
  return { at, reporter, screen };
}

const begin = (name: string, at: number, attempt = 1): RunEvent => ({
  ...{ type: 'attempt_started', at, task: name, attempt },
});
const end = (name: string, at: number): RunEvent[] => [
  { type: 'attempt_ended', at, task: name, attempt: 1, outcome: { kind: 'success' } },
  { type: 'task_ended', at, task: name, status: 'success' },
];

test('what runs is seen with its time, what ended stands above', async () => {
  const { at, reporter, screen } = showing(['load', 'train', 'deploy']);
  assert.equal(
    await at(2_500, begin('load', 1_000), begin('train', 2_000)),
    `demo: run r, 3 tasks, 2 at once

● load   1.5s
● train  0.5s
──────────────────────────────  0/3  1.5s
`,
  );
  assert.equal(
    await at(16_000, ...end('load', 4_000)),
    `demo: run r, 3 tasks, 2 at once
✓ load  3s

● train  14s
━━━━━━━━━━────────────────────  1/3  15s
`,
  );
  await at(16_000, ...end('train', 16_000), { type: 'task_ended', at: 16_000, task: 'deploy', status: 'skipped' });
  await at(16_000, { type: 'run_ended', at: 16_000, status: 'success' });
  await reporter.end();
  assert.equal(
    screen.text,
    `demo: run r, 3 tasks, 2 at once
✓ load  3s
✓ train  14s
⊘ deploy  skipped

✓ demo succeeded in 15s: 2 success, 1 skipped
  dagwright show r
`,
  );
});

test('while nothing runs, what the cache reads for is seen when it takes its time', async () => {
  const { at, reporter } = showing(['load', 'train'], 60, { cache: true });
  assert.doesNotMatch(await at(1_900), /load/);
  assert.match(await at(4_000), /\n· load {3}3\.0s {2}reading what it depends on\n· train {2}3\.0s {2}reading/);
  assert.doesNotMatch(await at(5_000, begin('load', 5_000)), /reading/);
  await reporter.end();
});

test('a failed attempt shows the end of its output, tamed, and the wait for the next', async () => {
  const { at } = showing(['flaky']);
  const folder = attemptPath(runFolder(root, 'r'), 'flaky', 1);
  mkdirSync(dirname(folder), { recursive: true });
  writeFileSync(outputLog(folder), 'first\n10%\r20%\r\n\x1b[31mred\x1b[0m\x1b[2J');
  const failed = { type: 'attempt_ended', at: 2_000, task: 'flaky', attempt: 1 } as const;
  const event: RunEvent = { ...failed, outcome: { kind: 'exit', code: 1 }, retryAt: 6_000 };
  await at(2_000, begin('flaky', 1_000), event);
  const deadline = Date.now() + 10_000;
  while (!(await at(3_000)).includes('red') && Date.now() < deadline) await turn();
  assert.equal(
    await at(3_000),
    `demo: run r, 1 task, 2 at once
↻ flaky  attempt 1 of 3 failed: exit code 1; again in 4s
  │ first
  │ 20%
  │ red

↻ flaky  attempt 2 in 3.0s
──────────────────────────────  0/1  2.0s
`,
  );
});

test('more tasks than lines are counted, and every line fits a narrow terminal', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `a_task_with_a_very_long_name_${index}`);
  const { at, screen } = showing(names, 24);
  const text = await at(2_000, ...names.map(name => begin(name, 1_000)));
  const live = text.split('\n\n')[1] ?? '';
  assert.match(live, /^● a_task_wit… {2}1\.0s\n/);
  assert.match(live, /\n {2}… and 21 more\n[━─]+ {2}0\/40 {2}1\.0s\n$/);
  assert(live.split('\n').every(line => line.length < screen.columns));
});

test('a run that is stopping says how to stop it at once', async () => {
  const { at, reporter } = showing(['a']);
  await at(1_000, begin('a', 1_000));
  reporter.stopping();
  assert.match(await at(1_100), /stopping; Ctrl-C again stops at once\n$/);
});
