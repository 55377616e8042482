import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('the outputs of a task with a matrix are a list, and no list is more than a number', () => {
  expectProblems(
    `
    tasks:
      train: { run: x, matrix: { m: [a, b] }, outputs: { accuracy: number } }
      deploy: { run: x, needs: train, if: tasks.train.outputs.accuracy > 0.9 }
      best: { run: x, needs: train, if: "tasks.train.outputs.accuracy[0] > 0.9 && contains(tasks.train.outputs.accuracy, 1)" }
    `,
    `
      deploy: { run: x, needs: train, if: tasks.train.outputs.accuracy > 0.9 }
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning mismatched-types: tasks.train.outputs.accuracy is a list, with a value for each instance of "train": take one of them, as in tasks.train.outputs.accuracy[0], or ask whether it contains a value.
    `,
  );
});

test('an instance whose matrix has the same axes reads one value', () => {
  expectProblems(
    `
    tasks:
      train: { run: x, matrix: { m: [a, b] }, outputs: { accuracy: number } }
      same: { run: x, needs: train, matrix: { m: [a, b], n: [1] }, if: tasks.train.outputs.accuracy > 0.9 }
      added: { run: x, needs: train, matrix: { include: [{ m: a }] }, if: tasks.train.outputs.accuracy > 0.9 }
      other: { run: x, needs: train, matrix: { n: [1] }, if: tasks.train.outputs.accuracy == 'x' }
    `,
    `
      other: { run: x, needs: train, matrix: { n: [1] }, if: tasks.train.outputs.accuracy == 'x' }
                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning mismatched-types: tasks.train.outputs.accuracy is a list, with a value for each instance of "train": take one of them, as in tasks.train.outputs.accuracy[0], or ask whether it contains a value.
    `,
  );
});

test('the outputs of a foreach are a list for every reader', () => {
  expectProblems(
    `
    tasks:
      each: { run: x, foreach: "fromJSON('[1]')", outputs: { ok: boolean } }
      next: { run: x, needs: each, matrix: { item: [1] }, if: tasks.each.outputs.ok == true }
    `,
    `
      next: { run: x, needs: each, matrix: { item: [1] }, if: tasks.each.outputs.ok == true }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning mismatched-types: tasks.each.outputs.ok is a list, with a value for each instance of "each": take one of them, as in tasks.each.outputs.ok[0], or ask whether it contains a value.
    `,
  );
});
