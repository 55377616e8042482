import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, interpolate, isTruthy } from '../../pipeline/expression.ts';
import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { usedNames } from '../../pipeline/expressions/references.ts';

const context = {
  values: {
    params: { rate: 0.5, region: 'eu', dry: false, constructor: 'x' },
    env: { MODE: 'fast' },
    tasks: {
      train: { outputs: { accuracy: 0.92, files: ['a', 'b'], Model: 'big', model: 'small' }, status: 'success' },
      'größe.1': { outputs: {}, status: 'failed' },
    },
    run: { id: 'r1', date: '2026-01-01T00:00:00Z' },
  },
  hashFiles: (patterns: readonly string[]) => `hash of ${patterns.join(' ')}`,
};

function filled(template: string): unknown {
  const evaluated = interpolate(template, context);
  return evaluated.ok ? evaluated.value : { message: evaluated.message };
}

test('A text that is exactly one expression keeps the type of its value', () => {
  assert.equal(filled('${{ params.rate }}'), 0.5);
  assert.equal(filled('${{ params.dry }}'), false);
  assert.deepEqual(filled('${{ tasks.train.outputs.files }}'), ['a', 'b']);
});

test('In a longer text values are written as GitHub writes them', () => {
  assert.equal(filled('--rate ${{ params.rate }} --dry=${{ params.dry }}'), '--rate 0.5 --dry=false');
  assert.equal(filled('[${{ tasks.nobody.outputs.x }}]'), '[]');
  assert.equal(filled(' ${{ params.rate }}'), ' 0.5');
  assert.equal(filled('no expression, $HOME, {{ jinja }}'), 'no expression, $HOME, {{ jinja }}');
});

test('Operators and functions work as on GitHub', () => {
  assert.equal(filled("${{ tasks.train.outputs.accuracy > params.rate && params.region == 'EU' }}"), true);
  assert.equal(filled("${{ contains(tasks.train.outputs.files, 'b') }}"), true);
  assert.equal(filled("${{ format('{0}-{1}}}', run.id, env.MODE) }}"), 'r1-fast}');
  assert.equal(filled("${{ join(tasks.*.status, '+') }}"), 'success+failed');
  assert.equal(filled("${{ fromJSON('[1, 2]')[1] }}"), 2);
  assert.equal(filled("${{ 'it''s ''quoted''' }}"), "it's 'quoted'");
  assert.equal(filled("${{ '}}' }}"), '}}');
  assert.equal(filled("${{ hashFiles('*.csv', 'a.txt') }}"), 'hash of *.csv a.txt');
  assert.equal(filled("${{ tasks['größe.1'].status }}"), 'failed');
});

test('Names that JavaScript knows, and names that differ only in case, are found', () => {
  assert.equal(filled('${{ params.constructor }}'), 'x');
  assert.equal(filled('${{ params.toString }}'), null);
  assert.equal(filled('${{ tasks.train.outputs.model }}${{ tasks.train.outputs.Model }}'), 'smallbig');
});

test('What cannot be worked out is answered with a sentence', () => {
  assert.deepEqual(filled('${{ nobody.x }}'), { message: 'There is no "nobody" to read in "nobody.x".' });
  assert.deepEqual(filled('${{ always() }}'), { message: 'There is no function "always" in expressions.' });
  assert.deepEqual(filled('a ${{ params.rate'), { message: 'An expression is not closed: "}}" is missing.' });
  assert.match(String(Object.values(filled("${{ fromJSON('{') }}") as object)), /cannot be worked out/);
  assert.equal(evaluate("hashFiles('x')", { values: {} }).ok, false);
});

test('As a condition false, 0, an empty text and null count as false', () => {
  assert.deepEqual([false, 0, '', null, Number.NaN].map(isTruthy), [false, false, false, false, false]);
  assert.deepEqual([true, 1, 'false', [], {}].map(isTruthy), [true, true, true, true, true]);
});

test('Every name in an expression is found, with its place', () => {
  const text = "tasks.train.outputs['a'] > params[matrix.key] || foo(env.X)\n && tasks.*.status";
  const parsed = parseExpression(text);
  assert.ok(parsed.ok);
  const used = usedNames(parsed);
  const shown = used.references.map(
    ({ context: name, steps, complete }) =>
      [name, ...steps].map(({ range }) => text.slice(range.start, range.end)).join(' ') + (complete ? '' : ' …'),
  );
  assert.deepEqual(shown, ["tasks train outputs 'a'", 'matrix key', 'params …', 'env X', 'tasks …']);
  assert.deepEqual(
    used.functions.map(({ name }) => name),
    ['foo'],
  );
});
