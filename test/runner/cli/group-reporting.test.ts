import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../../pipeline/pipeline.ts';
import { PlainReporter } from '../../../runner/cli/run/plain-reporter.ts';
import { PrettyReporter } from '../../../runner/cli/run/pretty-reporter.ts';
import { summaryText } from '../../../runner/cli/run/summary-text.ts';
import { symbolsFor } from '../../../runner/cli/symbols.ts';
import type { EndStatus, RunEvent } from '../../../runner/event.ts';
import { applyEvent, initialState } from '../../../runner/run-state.ts';
import { runStarted, task } from '../run-directory/journal.ts';
import { FakeScreen } from './screen.ts';

const style = {
  root: '/nowhere',
  isKept: () => true,
  paint: (_: unknown, text: string) => text,
  symbols: symbolsFor({}, 'linux'),
};
const matrix = { axes: {}, include: [], exclude: [] };

/** A task `m` with a matrix of this many instances, behind a task `a`. */
function fanned(count: number, more: Partial<Task> = {}): Task[] {
  return [
    task('a'),
    { ...task('m'), ...more, matrix },
    ...Array.from({ length: count }, (_, x) => ({
      ...task(`m[x=${x}]`),
      ...{ group: 'm', instance: { matrix: { x } } },
    })),
  ];
}

function stateAfter(tasks: readonly Task[], events: readonly RunEvent[]) {
  const state = initialState(runStarted(tasks));
  for (const event of events) applyEvent(state, event);
  return state;
}

const ended = (name: string, status: EndStatus = 'success', more = {}): RunEvent => ({
  ...{ type: 'task_ended', at: 3_000, task: name, status },
  ...more,
});
const started = (name: string): RunEvent => ({ type: 'attempt_started', at: 2_000, task: name, attempt: 1 });
const opened: RunEvent = { type: 'group_opened', at: 2_000, task: 'm' };

/** What a screen shows when these events have come, at the fourth second. */
async function screenAfter(tasks: readonly Task[], events: readonly RunEvent[]): Promise<string> {
  const screen = new FakeScreen(60);
  const reporter = new PrettyReporter(screen, style, () => 4_000);
  const first = runStarted(tasks);
  const state = initialState(first);
  reporter.report(first, state);
  for (const event of events) {
    applyEvent(state, event);
    reporter.report(event, state);
  }
  await new Promise(resolve => setImmediate(resolve));
  reporter.stopping();
  const seen = screen.text;
  await reporter.end();
  return seen;
}

/** What is written line by line of these events, without the times of day. */
async function linesAfter(tasks: readonly Task[], events: readonly RunEvent[]): Promise<string> {
  let written = '';
  const reporter = new PlainReporter(text => {
    written += text;
  }, style);
  const state = initialState(runStarted(tasks));
  for (const event of events) {
    applyEvent(state, event);
    reporter.report(event, state);
  }
  await reporter.end();
  return written.replace(/^[\d:]+ /gm, '');
}

test('of many instances a screen shows how far their group is, and by themselves those that run or failed', async () => {
  const events = [opened, ...['m[x=0]', 'm[x=1]', 'm[x=2]'].map(started), ended('m[x=0]')];
  assert.equal(
    await screenAfter(fanned(100), [...events, ended('m[x=1]', 'failed')]),
    `demo: run r, 101 tasks, 2 at once
✗ m[x=1]  1s

● m       2/100  2.0s  1 failed
● m[x=2]  2.0s
─────────────────────  stopping; Ctrl-C again stops at once
`,
  );
});

test('of many instances that are cancelled a screen does not tell one by one', async () => {
  const reason = { reason: { kind: 'cancelled', by: 'user' } };
  const events = [opened, started('m[x=0]'), ended('m[x=0]', 'cancelled', reason), ended('m', 'cancelled', reason)];
  assert.match(await screenAfter(fanned(100), events), /^.*\n. m {2}cancelled {2}1s {2}by request\n\n/);
});

test('of a few instances a screen tells each', async () => {
  const seen = await screenAfter(fanned(2), [opened, started('m[x=0]'), ended('m[x=0]')]);
  assert.match(seen, /✓ m\[x=0\] {2}1s\n\n● m {2}1\/2/);
});

test('a group counts by its members, once it has some', () => {
  const [a, group, ...members] = fanned(2);
  assert.ok(a && group);
  const each = { ...task('each'), foreach: { list: 'x', as: 'item' } };
  const events = [ended('a'), opened, ended('m[x=0]'), ended('m[x=1]', 'skipped'), ended('m'), ended('each')];
  const text = summaryText(stateAfter([a, group, ...members, each], events), style);
  assert.match(text, /: 3 success, 1 skipped\n/);
});

test('what came from the cache is told so, line by line and at the end', async () => {
  const hit = ended('a', 'success', { source: { kind: 'cache', run: 'r0' } });
  const state = stateAfter(
    [task('a'), task('b')],
    [hit, ended('b', 'success', { source: { kind: 'run', run: 'r0' } })],
  );
  assert.match(summaryText(state, style), /: 2 success \(1 cached\)\n/);
  let written = '';
  const reporter = new PlainReporter(text => {
    written += text;
  }, style);
  reporter.report(hit, state);
  reporter.report(ended('b'), state);
  await reporter.end();
  assert.match(written, /a: success cached\n.*b: success from run r0\n/);
});

test('of many that come from the cache at once only the number is told', async () => {
  const names = Array.from({ length: 13 }, (_, place) => `t${place}`);
  const hits = names.map(name => ended(name, 'success', { source: { kind: 'cache', run: 'r0' } }));
  let written = '';
  const reporter = new PlainReporter(text => {
    written += text;
  }, style);
  const state = stateAfter(
    names.map(name => task(name)),
    hits,
  );
  for (const hit of hits) reporter.report(hit, state);
  await reporter.end();
  assert.match(written, /^\S+ 13 tasks cached\n$/);
});

test('a group that could not be opened says why, line by line too', async () => {
  const failed = ended('m', 'failed', { reason: { kind: 'error', message: 'No list.' } });
  assert.match(await linesAfter(fanned(0), [failed]), /m: failed: No list\.\n/);
});

test('members that were never begun have no line beside the one of their group', async () => {
  const reason = { kind: 'rule', rule: 'all_success', task: 'a', status: 'failed' };
  const unopened = ['m', 'm[x=0]', 'm[x=1]'].map(name => ended(name, 'upstream_failed', { reason }));
  assert.equal(await linesAfter(fanned(2), unopened), 'm: upstream failed: a failed\n');
  assert.match(await screenAfter(fanned(2), unopened), /^.*\n\S m {2}upstream failed: a failed\n\n/);
  const cancelled = { reason: { kind: 'cancelled', by: 'fail_fast' } };
  const stopped = [
    ...[opened, started('m[x=0]'), ended('m[x=0]', 'failed'), ended('m[x=1]', 'skipped', cancelled)],
    ended('m', 'failed', { reason: { kind: 'rule', rule: 'all_success', task: 'm[x=0]', status: 'failed' } }),
  ];
  assert.equal(
    await linesAfter(fanned(2), stopped),
    'm[x=0]: started\nm[x=0]: failed 1s\nm: failed 1s, m[x=0] failed\n',
  );
});

test('of a group that took too long no member that was never begun is told of', async () => {
  const late = { reason: { kind: 'error', message: 'm took longer than its timeout of 1s.' } };
  assert.equal(await linesAfter(fanned(1), [opened, ended('m[x=0]', 'cancelled', late)]), '');
});

test('a member that is skipped by itself has its line', async () => {
  const reason = { kind: 'condition', expression: 'matrix.x > 0' };
  const events = [opened, ended('m[x=0]', 'skipped', { reason })];
  assert.equal(
    await linesAfter(fanned(1), [...events, ended('m', 'skipped')]),
    'm[x=0]: skipped: its condition is false: matrix.x > 0\nm: skipped\n',
  );
});

test('what failed is named by itself, and not its group again', () => {
  const reason = { kind: 'rule', rule: 'all_success', task: 'm[x=1]', status: 'failed' };
  const events = [opened, ended('m[x=1]', 'failed'), ended('m[x=0]'), ended('m', 'failed', { reason })];
  const text = summaryText(stateAfter(fanned(2, { continueOnError: true }), events), style);
  assert.match(text, /\n {2}m\[x=1\] {2}failed \(continue_on_error\)\n/);
  assert.doesNotMatch(text, /\n {2}m {2}/);
  const error = { kind: 'error', message: 'No list.' };
  const unopened = summaryText(stateAfter(fanned(0), [ended('m', 'failed', { reason: error })]), style);
  assert.match(unopened, /\n {2}m {2}No list\.\n/);
});

test('what was under way when the run was interrupted is counted as that, neither as running nor as cancelled', () => {
  const events: RunEvent[] = [
    ...[started('a'), ended('a'), opened, started('m[x=0]'), ended('m[x=0]'), started('m[x=1]')],
    { type: 'run_ended', at: 4_000, status: 'interrupted', message: 'The disk is full.' },
  ];
  const told = summaryText(stateAfter(fanned(3), events), style).split('\n');
  assert.equal(told[0], '! demo interrupted in 3s: 2 success, 1 interrupted, 1 pending');
});
