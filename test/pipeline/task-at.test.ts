import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { taskNameAt } from '../../pipeline/task-at.ts';

test('a place is in a task from the spaces before its name to the end of its last word', () => {
  const text =
    'name: x\ntasks:\n  # above\n  load:\n    run: x\n\n  # between\n  train:\n    run: y\n  eval: { run: z }\nenv: {}\n';
  const { syntax } = analyse(text);
  const at = (words: string, by = 0) => taskNameAt(syntax, text.indexOf(words) + by);
  assert.deepEqual(
    [
      at('name'),
      at('# above'),
      at('  load'),
      at('load'),
      at('run: x', 6),
      at('# between'),
      at('  train'),
      at('eval'),
      at('env'),
    ],
    [undefined, undefined, 'load', 'load', 'load', undefined, 'train', 'eval', undefined],
  );
});

test('of tasks on one line the one is found whose words stand there', () => {
  const text = 'tasks: { load: { run: x }, train: { run: y } }';
  const { syntax } = analyse(text);
  assert.deepEqual(
    ['load', 'run: x', 'train', 'run: y'].map(words => taskNameAt(syntax, text.indexOf(words))),
    ['load', 'load', 'train', 'train'],
  );
});
