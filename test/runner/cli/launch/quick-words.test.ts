import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quickWords } from '../../../../runner/cli/launch/quick-words.ts';

test('A simple run is understood as the program does', () => {
  assert.deepEqual(quickWords(['p.yaml']), { file: 'p.yaml', given: [] });
  assert.deepEqual(
    quickWords([
      '--param',
      'a=1',
      'p.yaml',
      '-p',
      'b=x y',
      '--max-parallel',
      '2',
      '--format',
      'json',
      '--max-parallel',
      '3',
    ]),
    { file: 'p.yaml', given: ['a=1', 'b=x y'], maxParallel: 3, format: 'json' },
  );
});

test('Whatever else is said is left to the program', () => {
  const others = [
    '',
    '-',
    'p.yaml task',
    'p.yaml --detach',
    'p.yaml --no-cache',
    'p.yaml --keep-runs 3',
    'p.yaml --param',
    'p.yaml --param a',
    'p.yaml --param=a=1',
    'p.yaml -pa=1',
    'p.yaml --param -a=1',
    'p.yaml --max-parallel 0',
    'p.yaml --max-parallel 1e3',
    'p.yaml --format xml',
    'p.yaml --help',
    '-- p.yaml',
    'p.yaml --only t',
    'p.yaml --changed',
  ];
  for (const words of others) assert.equal(quickWords(words.split(' ').filter(Boolean)), undefined, words);
});
