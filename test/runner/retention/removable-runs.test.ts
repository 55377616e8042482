import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RetentionRules, removableRuns } from '../../../runner/retention/removable-runs.ts';
import type { RunSummary } from '../../../runner/run-directory/run-summary.ts';

test('the newest runs stay, as many as are kept', () => {
  assert.equal(going('a:success a:success a:failed a:success', { keep: 2 }), '1 0');
});

test('the newest run of each pipeline stays, however old it is', () => {
  assert.equal(going('b:success a:success a:success', { keep: 1 }), '0');
  assert.equal(going('b:success a:success a:success', { keep: 0 }), '0');
});

test('a run that goes on stays, and so does an interrupted one unless it is asked for', () => {
  assert.equal(going('a:running a:interrupted a:cancelled a:success', { keep: 1 }), '1 0');
  assert.equal(going('a:running a:interrupted a:cancelled a:success', { keep: 1, interrupted: true }), '2 1 0');
});

test('a run stays that ended after the time that is given', () => {
  assert.equal(going('a:success a:success a:success a:success', { endedBefore: 2 }), '1 0');
  assert.equal(going('a:success a:success a:success a:success', { endedBefore: 2, keep: 3 }), '0');
});

test('what cannot be read stays', () => {
  const unreadable = { kind: 'unreadable', id: 'x', folder: '/x', fault: { kind: 'empty' } } as const;
  assert.deepEqual(removableRuns([unreadable, unreadable], { keep: 0 }), []);
});

/** Runs, newest first, as `pipeline:status`; each is called by how many are older, and ended then. Answers those that go. */
function going(text: string, rules: RetentionRules): string {
  const words = text.split(' ');
  const runs = words.map((word, place): RunSummary => {
    const [file = '', status = ''] = word.split(':');
    const id = String(words.length - 1 - place);
    const facts = {
      kind: 'run',
      id,
      folder: id,
      name: file,
      file,
      startedAt: Number(id),
      endedAt: Number(id),
    } as const;
    return { ...facts, status: status as 'success', done: 1, total: 1 };
  });
  return removableRuns(runs, rules)
    .map(run => run.id)
    .join(' ');
}
