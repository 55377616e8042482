import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { problemsIn } from './render.ts';

/** `code at words` of every problem. */
function told(text: string): readonly string[] {
  return analyse(text).problems.map(({ code, range }) => `${code} at ${text.slice(range.start, range.end)}`);
}

const once: readonly (readonly [title: string, text: string, only: string])[] = [
  [
    'a task below a mistyped need reads what that need would give',
    'tasks:\n  load: { run: x, outputs: { n: number } }\n' +
      '  b: { run: "${{ tasks.load.outputs.n }}", needs: laod }\n' +
      '  c: { run: "${{ tasks.load.outputs.n }}", needs: b }\n',
    'unknown-dependency at laod',
  ],
  [
    'a task that is nowhere is needed and read by one',
    'tasks:\n  b: { run: "${{ tasks.nobody.outputs.n }}", needs: nobody }\n',
    'unknown-dependency at nobody',
  ],
  [
    'a file comes from the task that a mistyped need means',
    'tasks:\n  load: { run: x, outputs: { f: { path: f } } }\n  b: { run: x, needs: laod, inputs: f, outputs: { f: { path: f } } }\n',
    'unknown-dependency at laod',
  ],
  [
    'the needs of a task cannot be read',
    'tasks:\n  a:\n    run: x\n    outputs: { n: number }\n  b:\n    run: echo ${{ tasks.a.outputs.n }}\n    needs: [a\n  c: { run: "${{ tasks.a.status }}", needs: b }\n',
    'yaml-syntax at a',
  ],
  [
    'the outputs of a task cannot be read',
    'tasks:\n  a:\n    run: x\n    outputs:\n      n: a: b\n  b: { run: "${{ tasks.a.outputs.m }}", needs: a }\n',
    'yaml-syntax at a: b',
  ],
  ['the params cannot be read', 'params:\n  a: 1\n  b\ntasks: { c: { run: "${{ params.b }}" } }\n', 'yaml-syntax at b'],
  [
    'the params of a file in flow style cannot be read',
    '{ "params": { "a" 1 }, "tasks": { "b": { "run": "${{ params.a }}" } } }\n',
    'yaml-syntax at 1',
  ],
  [
    'the environment cannot be read',
    'env:\n  A: a: b\n  B: c\ntasks:\n  b: { run: "${{ env.C }}" }\n',
    'yaml-syntax at a: b',
  ],
  ['the pools cannot be read', 'pools:\n  a: 1\n  b\ntasks:\n  c: { run: x, pool: b }\n', 'yaml-syntax at b'],
  [
    'a mistyped param leaves the right one unread',
    'params: { rate: 1 }\ntasks: { a: { run: "${{ params.rat }}" } }\n',
    'unknown-reference at rat',
  ],
];

for (const [title, text, only] of once) {
  test(`One mistake is told of once: ${title}`, () => assert.deepEqual(told(text), [only]));
}

const silent: readonly (readonly [title: string, text: string])[] = [
  [
    'each runs only under a condition',
    'params: { full: true }\ntasks:\n  a: { run: x, if: params.full, outputs: { f: { path: f } } }\n  b: { run: x, if: "!params.full", outputs: { f: { path: f } } }\n',
  ],
  [
    'one of them stands in when something fails',
    'tasks:\n  a: { run: x }\n  b: { run: x, needs: a, outputs: { f: { path: f } } }\n  c: { run: x, needs: a, trigger_rule: one_failed, outputs: { f: { path: f } } }\n',
  ],
];

for (const [title, text] of silent) {
  test(`Two tasks may write one file when ${title}`, () => assert.equal(problemsIn(text), ''));
}

test('No fix is offered that would write over the alias of a list or a map', () => {
  const text =
    'x-all: &all { timeout: 30, retries: "3", command: y }\nx-needs: &needs [laod, b]\n' +
    'tasks:\n  load: { <<: *all, run: x }\n  b: { run: x }\n  c: { run: "${{ tasks.load.status }}", needs: *needs }\n';
  const { problems } = analyse(text);
  assert.deepEqual([...new Set(problems.map(found => found.code))].sort(), [
    'invalid-duration',
    'invalid-value',
    'unknown-dependency',
    'unknown-key',
  ]);
  assert.deepEqual(
    problems.flatMap(found => found.fixes),
    [],
  );
});
