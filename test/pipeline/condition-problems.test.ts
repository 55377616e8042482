import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectProblems, fixed, problemsIn } from './render.ts';

test('A number beside a text is told of, with the literal as it is meant', () => {
  expectProblems(
    `
    params: { threshold: 0.9, publish: true, version: "3", region: eu }
    tasks:
      a:
        if: params.threshold > '0.5' && params.publish != 'false'
        run: x
      b:
        if: params.version == 3 || params.region == params.threshold
        run: x
    `,
    `
        if: params.threshold > '0.5' && params.publish != 'false'
            ^^^^^^^^^^^^^^^^^^^^^^^^ warning mismatched-types: params.threshold is a number, and '0.5' a text: they are compared as numbers, and a text that is none is equal to nothing. Write 0.5.
        if: params.threshold > '0.5' && params.publish != 'false'
                                        ^^^^^^^^^^^^^^^^^^^^^^^^^ warning mismatched-types: params.publish is a boolean, and 'false' a text: they are compared as numbers, and a text that is none is equal to nothing. Write false.
        if: params.version == 3 || params.region == params.threshold
            ^^^^^^^^^^^^^^^^^^^ warning mismatched-types: 3 is a number, and params.version a text: they are compared as numbers, and a text that is none is equal to nothing. Write '3'.
        if: params.version == 3 || params.region == params.threshold
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning mismatched-types: params.threshold is a number, and params.region a text: they are compared as numbers, and a text that is none is equal to nothing.
    `,
  );
});

test('What is known only while it runs is never told of', () => {
  const clean = `
params: { region: { enum: [eu, us], default: eu } }
tasks:
  rows:
    matrix: { size: [1, 2] }
    run: x
    outputs: { count: integer, all: json }
  deploy:
    needs: [rows]
    trigger_rule: all_done
    matrix: { size: [1, 2] }
    env: { MODE: fast }
    if: tasks.rows.status != 'failed' && (tasks.rows.outputs.count == 'x' || env.MODE == 'fast') && params.region == 'us'
    run: echo \${{ tasks.rows.outputs.all == 3 || fromJSON('1') > 2 || params.region == 'EU' }}
`;
  assert.equal(problemsIn(clean), '');
});

test('The failure of a need is never seen by a task that starts only after its success', () => {
  const text = "tasks:\n  a:\n    run: x\n  b:\n    needs: [a]\n    if: tasks.a.status == 'failed'\n    run: y\n";
  assert.match(
    problemsIn(text),
    /always false: tasks\.a\.status is 'success' here, for "b" starts only when "a" has succeeded/,
  );
  assert.match(fixed(text, 'constant-condition'), /\n {2}b:\n {4}trigger_rule: all_done\n {4}needs/);
  assert.equal(problemsIn(text.replace('run: x', 'run: x\n    continue_on_error: true')), '');
});

test('A word that a value never has makes a comparison constant, and the one that was meant is offered', () => {
  const text =
    "params: { region: { enum: [eu, us], default: eu } }\ntasks:\n  a: { run: x, if: params.region != 'eus' }\n";
  assert.match(problemsIn(text), /always true: params\.region can only be 'eu' or 'us'\./);
  assert.match(fixed(text, 'constant-condition'), /params\.region != 'e?us?' \}/);
});

test('A condition that reads nothing is told of as a whole', () => {
  for (const [condition, truth] of [
    ['false', 'false'],
    ["'no'", 'true'],
    ['1 > 2', 'false'],
    ["contains('a', 'b') && false", 'false'],
    ["'x' || params.a", 'true'],
  ]) {
    const text = `params: { a: x }\ntasks:\n  t:\n    if: \${{ ${condition} }}\n    run: echo \${{ params.a }}\n`;
    assert.match(problemsIn(text), new RegExp(`constant-condition: This is always ${truth}, whatever`), condition);
  }
});

test('What only some instances have is known of none, and numbers of the environment are texts that are meant', () => {
  const clean = (text: string) => assert.equal(problemsIn(`env: { PORT: "80", CI: "1" }\ntasks:\n${text}`), '');
  clean("  a: { matrix: { n: [1, 2], include: [{ n: 2, x: y }] }, if: matrix.x == 'y', run: x }\n");
  clean('  a: { matrix: { n: [1, 2], include: [{ n: 3, o: y }, { o: z }] }, if: matrix.n == 4, run: x }\n');
  clean('  a: { if: env.PORT > 1024 || env.PORT == 80, run: x }\n');
  const told = (text: string) => problemsIn(`env: { CI: "1" }\ntasks:\n${text}`);
  assert.match(told('  a: { if: env.CI == true, run: x }\n'), /mismatched-types/);
  assert.doesNotMatch(told('  a: { if: env.C == true, run: x }\n'), /mismatched-types/);
  assert.match(
    told('  a: { matrix: { include: [{ x: y }, { x: z }] }, if: matrix.x == 1, run: x }\n'),
    /mismatched-types/,
  );
});
