import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../../pipeline/analyse.ts';
import { matrixCombinations, matrixSize } from '../../../pipeline/unroll/matrix-combinations.ts';

describe('the combinations of a matrix', () => {
  it('cross the axes, the first varying slowest', () => {
    deepEqual(combinationsOf('{ model: [linear, forest], fold: [1, 2] }'), [
      'model=linear fold=1',
      'model=linear fold=2',
      'model=forest fold=1',
      'model=forest fold=2',
    ]);
  });

  it('take include as the documentation of GitHub Actions shows it', () => {
    const matrix = `{ fruit: [apple, pear], animal: [cat, dog], include: [{ color: green }, { color: pink, animal: cat },
      { fruit: apple, shape: circle }, { fruit: banana }, { fruit: banana, animal: cat }] }`;
    deepEqual(combinationsOf(matrix), [
      'fruit=apple animal=cat color=pink shape=circle',
      'fruit=apple animal=dog color=green shape=circle',
      'fruit=pear animal=cat color=pink',
      'fruit=pear animal=dog color=green',
      'fruit=banana',
      'fruit=banana animal=cat',
    ]);
  });

  it('leave out what has all values of an item of exclude, before include is looked at', () => {
    const matrix =
      '{ os: [linux, mac], node: [18, 20], exclude: [{ os: mac }], include: [{ os: mac, node: 20, slow: true }] }';
    deepEqual(combinationsOf(matrix), ['os=linux node=18', 'os=linux node=20', 'os=mac node=20 slow=true']);
  });

  it('are the items of include where there is no axis', () => {
    deepEqual(combinationsOf('{ include: [{ site: a }, { site: b, slow: true }] }'), ['site=a', 'site=b slow=true']);
  });

  it('may be none', () => {
    deepEqual(combinationsOf('{ os: [linux], exclude: [{ os: linux }] }'), []);
  });

  it('compare as expressions do: texts in any case, a number with its digits', () => {
    deepEqual(
      combinationsOf('{ os: [Linux, mac], v: ["3", 4], exclude: [{ os: linux, v: 3 }, { os: MAC, v: "4" }] }'),
      ['os=Linux v=4', 'os=mac v=3'],
    );
  });

  it('know names that every object has', () => {
    deepEqual(
      combinationsOf('{ __proto__: [1], constructor: [a], exclude: [{ __proto__: 2 }], include: [{ valueOf: y }] }'),
      ['__proto__=1 constructor=a valueOf=y'],
    );
  });

  it('are counted without being built', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index);
    equal(
      matrixSize({ axes: { a: hundred, b: hundred, c: hundred, d: hundred }, include: [{ a: 0 }], exclude: [] }),
      100_000_001,
    );
  });
});

function combinationsOf(matrix: string): string[] {
  const { pipeline } = analyse(`tasks:\n  train:\n    run: x\n    matrix: ${matrix}\n`);
  const found = matrixCombinations(pipeline?.tasks[0]?.matrix ?? { axes: {}, include: [], exclude: [] });
  return found.map(({ values }) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  );
}
