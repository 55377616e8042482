import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests } from '../../scripts/count-tests.mjs';

const nodeSummary = 'ℹ tests 6\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\n';
const mochaSummary = '\n  12 passing (3s)\n  1 pending\n  2 failing\n\n  1) A run\n';

test("counts what Node's test runner sums up", () => {
  assert.deepEqual(countTests(nodeSummary, 1), { passed: 3, failed: 2, skipped: 1 });
});

test('counts what mocha sums up', () => {
  assert.deepEqual(countTests(mochaSummary, 1), { passed: 12, failed: 2, skipped: 1 });
});

test('counts a program that sums nothing up as one test', () => {
  assert.deepEqual(countTests('', 0), { passed: 1, failed: 0, skipped: 0 });
  assert.deepEqual(countTests('error TS2322', 2), { passed: 0, failed: 1, skipped: 0 });
});

test('takes a part that broke down after its last test as failed', () => {
  assert.deepEqual(countTests('  12 passing (3s)\n', 1), { passed: 12, failed: 1, skipped: 0 });
});
