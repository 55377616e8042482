import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectProblems, fixed, problemsIn } from './render.ts';

test('An item of a list behind whose dash nothing stands is told of at the dash', () =>
  expectProblems(
    `
    tasks:
      a: { run: x }
      b:
        needs:
          - # soon
          - a

          -
        run:
        - echo
        -
        inputs: # files

        - # none yet
        - a.csv # one
        matrix:
          fold:
            - 1
            -
      -c:
        run: y
    `,
    `
          - # soon
          ^ error invalid-value: An item of "needs" is empty: name a task, or take it out.
          -
          ^ error invalid-value: An item of "needs" is empty: name a task, or take it out.
        -
        ^ error invalid-value: An item of "run" is empty: write something behind the dash, or take it out.
        - # none yet
        ^ error invalid-value: An item of "inputs" is empty: write something behind the dash, or take it out.
            -
            ^ error invalid-value: An item of "fold" is empty: write something behind the dash, or take it out.
      -c:
      ^^ error invalid-value: "-c" cannot be the name of a task: use letters, digits, "_", "-" and ".", and begin with a letter, a digit or "_".
    `,
  ));

test('A comma behind the last need, before the first, and twice, is told of each in its own words, and taken out', () => {
  const text = (needs: string) => `tasks:\n  a: { run: x }\n  b:\n    needs: ${needs}\n    run: y\n`;
  const needs = (fixedText: string) => /needs: (.*)/.exec(fixedText)?.[1];
  assert.match(problemsIn(text('[a, ]')), /hint redundant-dependency: No task stands behind the last comma of "needs"/);
  assert.equal(needs(fixed(text('[a, ]'), 'redundant-dependency')), '[a]');
  assert.match(problemsIn(text('[, a]')), /error yaml-syntax: Nothing stands before this comma\./);
  assert.equal(needs(fixed(text('[, a]'), 'yaml-syntax')), '[a]');
  assert.match(problemsIn(text('["", a]')), /error unknown-dependency: This need is empty/);
  assert.equal(needs(fixed(text('["", a]'), 'unknown-dependency')), '[a]');
  assert.equal(problemsIn(text('[\n      a,\n    ]')), '');
});

test('The mend of an empty item takes its line out, also with other line ends', () => {
  const text = 'tasks:\n  a: { run: x }\n  b:\n    needs:\n      - a\n      - \n    run: y\n'.replaceAll('\n', '\r\n');
  assert.equal(problemsIn(text).match(/is empty/g)?.length, 1);
  assert.match(fixed(text, 'invalid-value'), /- a\r\n {4}run: y/);
});

test('A dash in a script, in an alias, or behind the list is no empty item', () => {
  for (const text of [
    'tasks:\n  a:\n    run:\n      - sh\n      - -c\n      - |\n        -\n        echo\n    inputs: [x.csv]\n',
    'x-needs: &n [a]\ntasks:\n  a: { run: x }\n  b:\n    needs: *n\n    run: |\n      -\n',
    'tasks:\n  a:\n    inputs:\n    - x.csv\n    run: |\n    # end\n',
  ]) {
    assert.doesNotMatch(problemsIn(text), /is empty/);
  }
});
