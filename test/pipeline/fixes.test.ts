import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProblemCode } from '../../pipeline/problem.ts';
import { fixed } from './render.ts';

const mends: readonly (readonly [title: string, code: ProblemCode, before: string, after: string])[] = [
  [
    'A mistyped need becomes the nearest task',
    'unknown-dependency',
    'tasks:\n  load: { run: x }\n  b: { run: x, needs: [laod] }\n',
    'tasks:\n  load: { run: x }\n  b: { run: x, needs: [load] }\n',
  ],
  [
    'A mistyped need is mended in the expressions of the task, too',
    'unknown-dependency',
    'tasks:\n  load: { run: x }\n  b: { needs: [laod], run: "echo ${{ tasks.laod.status }}" }\n',
    'tasks:\n  load: { run: x }\n  b: { needs: [load], run: "echo ${{ tasks.load.status }}" }\n',
  ],
  [
    'A list that is not closed is closed at the end of its line',
    'yaml-syntax',
    'tasks:\n  a:\n    needs: [b\n    run: x\n  b: { run: y }\n',
    'tasks:\n  a:\n    needs: [b]\n    run: x\n  b: { run: y }\n',
  ],
  [
    'A text that is not closed gets the quote that it begins with',
    'yaml-syntax',
    'tasks:\n  a:\n    run: "x [y\n    retries: 1\n  b: { run: y }\n',
    'tasks:\n  a:\n    run: "x [y"\n    retries: 1\n  b: { run: y }\n',
  ],
  [
    'A need is taken out of a cycle',
    'dependency-cycle',
    'tasks:\n  a: { run: x, needs: [c, b] }\n  b: { run: x, needs: a }\n  c: { run: x }\n',
    'tasks:\n  a: { run: x, needs: [c] }\n  b: { run: x, needs: a }\n  c: { run: x }\n',
  ],
  [
    'A redundant need is taken out of a block list',
    'redundant-dependency',
    'tasks:\n  a: { run: x }\n  b: { run: x, needs: a }\n  c:\n    run: x\n    needs:\n      - a\n      - b\n',
    'tasks:\n  a: { run: x }\n  b: { run: x, needs: a }\n  c:\n    run: x\n    needs:\n      - b\n',
  ],
  [
    "Another tool's word becomes ours",
    'unknown-key',
    'tasks:\n  a:\n    run: x\n    depends_on: []\n',
    'tasks:\n  a:\n    run: x\n    needs: []\n',
  ],
  [
    "Another tool's word for run becomes ours",
    'missing-run',
    'tasks:\n  a:\n    script: x\n',
    'tasks:\n  a:\n    run: x\n',
  ],
  [
    'A bare number of a duration gets its seconds',
    'invalid-duration',
    'timeout: 10\ntasks: { a: { run: x } }\n',
    'timeout: 10s\ntasks: { a: { run: x } }\n',
  ],
  [
    'A duration in words becomes a short one',
    'invalid-duration',
    'timeout: 1 hour 30 minutes\ntasks: { a: { run: x } }\n',
    'timeout: 1h30m\ntasks: { a: { run: x } }\n',
  ],
  [
    'A value with a colon goes into quotes',
    'yaml-syntax',
    "tasks:\n  a:\n    run: echo it's: done\n",
    `tasks:\n  a:\n    run: "echo it's: done"\n`,
  ],
  [
    'An expression in a flow map goes into quotes',
    'yaml-syntax',
    'tasks:\n  a:\n    run: x\n    env: { A: ${{ run.id }} }\n',
    'tasks:\n  a:\n    run: x\n    env: { A: "${{ run.id }}" }\n',
  ],
  [
    'A glob that looks like an alias goes into quotes',
    'yaml-syntax',
    'tasks:\n  a:\n    run: x\n    inputs: [*.csv]\n',
    'tasks:\n  a:\n    run: x\n    inputs: ["*.csv"]\n',
  ],
  [
    'A schedule that looks like an alias goes into quotes as a whole',
    'yaml-syntax',
    'triggers:\n  - cron: */5 * * * * # often\ntasks: { a: { run: x } }\n',
    'triggers:\n  - cron: "*/5 * * * *" # often\ntasks: { a: { run: x } }\n',
  ],
  [
    'A script with an expression goes into quotes as a whole in a flow map',
    'yaml-syntax',
    'tasks:\n  a: { run: echo ${{ run.id }} "x", needs: [] }\n',
    `tasks:\n  a: { run: 'echo \${{ run.id }} "x"', needs: [] }\n`,
  ],
  [
    'A condition that begins with a "!" goes into quotes',
    'yaml-syntax',
    "tasks:\n  a:\n    if: !contains(run.id, 'x') && true\n    run: x\n",
    `tasks:\n  a:\n    if: "!contains(run.id, 'x') && true"\n    run: x\n`,
  ],
  [
    'Tabs all over a file become spaces',
    'yaml-syntax',
    'tasks:\n\ta:\n\t\trun: |\n\t\t\tx\n\tb:\n\t\trun: x\n',
    'tasks:\n  a:\n    run: |\n      x\n  b:\n    run: x\n',
  ],
  [
    'Tabs become spaces',
    'yaml-syntax',
    'tasks:\n  a:\n    run: x\n\t\tretries: 1\n',
    'tasks:\n  a:\n    run: x\n    retries: 1\n',
  ],
  [
    'A condition of GitHub becomes a trigger rule',
    'unknown-reference',
    'tasks:\n  a: { run: x }\n  b:\n    needs: a\n    if: ${{ failure() }}\n    run: x\n',
    'tasks:\n  a: { run: x }\n  b:\n    needs: a\n    trigger_rule: one_failed\n    run: x\n',
  ],
  [
    'A task that is read is needed, where there were no needs',
    'not-upstream',
    'tasks:\r\n  a: { run: x }\r\n  b:\r\n    run: echo ${{ tasks.a.status }}\r\n',
    'tasks:\r\n  a: { run: x }\r\n  b:\r\n    needs: [a]\r\n    run: echo ${{ tasks.a.status }}\r\n',
  ],
  [
    'A task whose file is read is needed, beside one that stood alone',
    'missing-needs',
    'tasks:\n  a: { run: x, outputs: { f: { path: f } } }\n  b: { run: x }\n  c:\n    needs: b\n    run: x\n    inputs: f\n',
    'tasks:\n  a: { run: x, outputs: { f: { path: f } } }\n  b: { run: x }\n  c:\n    needs: [b, a]\n    run: x\n    inputs: f\n',
  ],
  [
    'A task whose file is read is needed, at the end of a block list',
    'missing-needs',
    'tasks:\n  a: { run: x, outputs: { f: { path: f } } }\n  b: { run: x }\n  c:\n    needs:\n    - b\n    run: x\n    inputs: f\n',
    'tasks:\n  a: { run: x, outputs: { f: { path: f } } }\n  b: { run: x }\n  c:\n    needs:\n    - b\n    - a\n    run: x\n    inputs: f\n',
  ],
];

for (const [title, code, before, after] of mends) {
  test(title, () => {
    assert.equal(fixed(before, code), after);
  });
}
