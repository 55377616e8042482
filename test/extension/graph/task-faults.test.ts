import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printPage } from '../../../extension/graph/print-page.ts';
import { taskFaults } from '../../../extension/graph/task-faults.ts';
import { analyse } from '../../../pipeline/analyse.ts';

test('each task with an error has its first one, with its place; circles and missing needs are drawn otherwise', () => {
  const text = `tasks:
  load: { run: x, retries: many, timeout: soon }
  fine: { run: x }
  lost: { run: x, needs: nobody }
  a: { run: x, needs: b }
  b: { run: x, needs: a }
  last: { run: x, timeout: later }
`;
  const faults = taskFaults(analyse(text));
  assert.deepEqual(
    [...faults].map(([task, { range }]) => `${task}: ${text.slice(range.start, range.end)}`),
    ['load: many', 'last: later'],
  );
});

test('a page to be printed holds the picture, and its title is text', () => {
  const page = printPage('<svg id="graph"></svg>', '</title><script>alert(1)</script>');
  assert.match(page, /<svg id="graph"><\/svg>/);
  assert.doesNotMatch(page, /<script>alert/);
});
