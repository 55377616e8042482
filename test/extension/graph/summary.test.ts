import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusLooks } from '../../../extension/graph/webview/status-look.ts';
import { summaryOf, withoutGroups } from '../../../extension/graph/webview/summary.ts';
import { statusText } from '../../../runner/run-directory/wording.ts';

test('a summary counts the tasks, what needs attention first', () => {
  assert.equal(
    summaryOf(['success', 'failed', 'success', 'pending', 'running', 'upstream_failed']),
    '1 running · 1 failed · 1 upstream failed · 2 success · 1 pending',
  );
  assert.equal(summaryOf([]), '');
});

test('a group is counted by its members, whatever their values hold', () => {
  const statuses = new Map([
    ['train', 'running'],
    ['train[path=a/b]', 'success'],
    ['train[path=c[d]', 'running'],
    ['ingest', 'success'],
    ['ingest/load', 'success'],
    ['report', 'pending'],
  ] as const);
  assert.deepEqual(withoutGroups(statuses), ['success', 'running', 'success', 'pending']);
});

test('a status is called what the command line and the Runs view call it', () => {
  for (const [status, { words }] of Object.entries(statusLooks)) assert.equal(words, statusText(status));
});
