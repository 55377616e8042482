import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryOf } from '../../../extension/graph/webview/summary.ts';

test('a summary counts the tasks, what needs attention first', () => {
  assert.equal(
    summaryOf(['success', 'failed', 'success', 'pending', 'running', 'upstream_failed']),
    '1 running · 1 failed · 1 not run · 2 done · 1 waiting',
  );
  assert.equal(summaryOf([]), '');
});
