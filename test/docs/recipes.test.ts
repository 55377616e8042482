import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { taskType, wishesOf } from '../../extension/vscode-tasks/task-definition.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { fences, root } from './pages.ts';

const page = readFileSync(join(root, 'docs/recipes.md'), 'utf8');

test('every YAML block is a pipeline without problems, and the workflow of another tool can be read', () => {
  const blocks = fences(page, 'yaml');
  assert.ok(blocks.length >= 6);
  for (const block of blocks) assert.deepEqual(analyse(block).problems, [], block);
  const workflows = fences(page, 'yml');
  assert.equal(workflows.length, 1);
  for (const workflow of workflows) assert.deepEqual(parseDocument(workflow).errors, [], workflow);
});

test('the tasks.json says what the extension understands', () => {
  const blocks = fences(page, 'json');
  assert.ok(blocks.length > 0);
  for (const block of blocks) {
    const { tasks }: { tasks: { type: string }[] } = JSON.parse(block);
    for (const task of tasks) {
      assert.equal(task.type, taskType);
      assert.equal(typeof wishesOf(task), 'object', JSON.stringify(wishesOf(task)));
    }
  }
});

test('every retry waits as long as its comment says', () => {
  const [retried = ''] = fences(page, 'yaml');
  const task = analyse(retried).pipeline?.tasks[0];
  assert.ok(task);
  const waits = Array.from({ length: task.retries }, (_, index) =>
    Math.min(task.retryDelayMs * task.retryBackoff ** index, task.maxRetryDelayMs ?? Infinity),
  );
  assert.match(retried, new RegExp(waits.map(wait => `${wait / 1000} s`).join(', ')));
});
