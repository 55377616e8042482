import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('beside uses, a key that says how something is run has no meaning', () => {
  expectProblems(
    `
    tasks:
      ingest:
        uses: ingest.yaml
        needs: []
        if: run.id != 'x'
        continue_on_error: true
        retries: 2
        env: { A: b }
        timeout: 1h
        outputs: { rows: integer }
      last: { run: x, needs: ingest }
    `,
    `
        retries: 2
        ^^^^^^^ error invalid-value: "retries" has no meaning beside "uses": write it in the tasks of that pipeline.
        outputs: { rows: integer }
        ^^^^^^^ error invalid-value: "outputs" has no meaning beside "uses": the "outputs" at the top level of that pipeline are the outputs of this task.
    `,
  );
});

test('which pipeline is used is known before the run', () => {
  expectProblems(
    `
    tasks:
      ingest: { uses: "\${{ run.id }}.yaml" }
    `,
    `
      ingest: { uses: "\${{ run.id }}.yaml" }
                      ^^^^^^^^^^^^^^^^^^^^ error invalid-value: Which pipeline is used must be known before the run: an expression cannot stand here.
    `,
  );
});

test('a task has a matrix or a foreach', () => {
  expectProblems(
    `
    tasks:
      t: { run: x, matrix: { a: [1] }, foreach: "fromJSON('[]')" }
    `,
    `
      t: { run: x, matrix: { a: [1] }, foreach: "fromJSON('[]')" }
                                       ^^^^^^^ error invalid-value: A task has "matrix" or "foreach", not both: put one of them on a task that "uses" a pipeline with the other.
    `,
  );
});

test('a matrix has values, each once, and all known before the run', () => {
  expectProblems(
    `
    tasks:
      none: { run: x, matrix: {} }
      less: { run: x, matrix: { exclude: [{ a: 1 }] } }
      twice: { run: x, matrix: { a: [1, "1", 1, ~] } }
      late: { run: x, matrix: { a: ["\${{ run.id }}"], include: [{ b: "\${{ run.id }}" }, {}], exclude: [{}] } }
      only: { run: x, matrix: { include: [{ a: 1 }] } }
    `,
    `
      none: { run: x, matrix: {} }
                      ^^^^^^ error invalid-value: The matrix has no values: write for example model: [linear, forest].
      less: { run: x, matrix: { exclude: [{ a: 1 }] } }
                      ^^^^^^ error invalid-value: The matrix has no values: write for example model: [linear, forest].
      less: { run: x, matrix: { exclude: [{ a: 1 }] } }
                                            ^ error invalid-value: The matrix has no "a" to exclude.
      twice: { run: x, matrix: { a: [1, "1", 1, ~] } }
                                             ^ error invalid-value: "1" stands twice in "a".
      twice: { run: x, matrix: { a: [1, "1", 1, ~] } }
                                                ^ error invalid-value: An item of "a" is missing.
      late: { run: x, matrix: { a: ["\${{ run.id }}"], include: [{ b: "\${{ run.id }}" }, {}], exclude: [{}] } }
                                    ^^^^^^^^^^^^^^^ error invalid-value: The values of a matrix are known before the run: for a list that an expression gives, use "foreach".
      late: { run: x, matrix: { a: ["\${{ run.id }}"], include: [{ b: "\${{ run.id }}" }, {}], exclude: [{}] } }
                                                                     ^^^^^^^^^^^^^^^ error invalid-value: The values of a matrix are known before the run: for a list that an expression gives, use "foreach".
      late: { run: x, matrix: { a: ["\${{ run.id }}"], include: [{ b: "\${{ run.id }}" }, {}], exclude: [{}] } }
                                                                                        ^^ error invalid-value: An item of "include" has no values.
      late: { run: x, matrix: { a: ["\${{ run.id }}"], include: [{ b: "\${{ run.id }}" }, {}], exclude: [{}] } }
                                                                                                       ^^ error invalid-value: An item of "exclude" has no values.
    `,
  );
});

test('what exclude names is an axis', () => {
  expectProblems(
    `
    tasks:
      t: { run: x, matrix: { model: [a, b], exclude: [{ modle: a }] } }
    `,
    `
      t: { run: x, matrix: { model: [a, b], exclude: [{ modle: a }] } }
                                                        ^^^^^ error invalid-value: The matrix has no "modle" to exclude. Did you mean "model"?
    `,
  );
});

test('a matrix of a million is told by its size', () => {
  const axis = JSON.stringify(Array.from({ length: 100 }, (_, index) => index)).replaceAll(',', ', ');
  const line = `      t: { run: x, matrix: { a: ${axis}, b: ${axis}, c: ${axis} } }`;
  expectProblems(
    `
    tasks:
${line}
    `,
    `
${line}
                   ^^^^^^ error invalid-value: The matrix has 1,000,000 combinations, and a task has at most 10,000 instances.
    `,
  );
});
