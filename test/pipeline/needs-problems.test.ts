import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('A name in needs that no task has is told of once, on the name, with the nearest task', () =>
  expectProblems(
    `
    tasks:
      load_data:
        run: x
      train:
        needs: [laod_data]
        run: x
      deploy:
        needs: train
        run: x
    `,
    `
        needs: [laod_data]
                ^^^^^^^^^ error unknown-dependency: There is no task "laod_data". Did you mean "load_data"?
    `,
  ));

test('A need that resembles no task is told of without a guess', () =>
  expectProblems(
    `
    tasks:
      load_data:
        run: x
      train:
        needs:
          - load_data
          - something_else
        run: x
    `,
    `
          - something_else
            ^^^^^^^^^^^^^^ error unknown-dependency: There is no task "something_else".
    `,
  ));

test('A cycle is told of once, on one of its needs, and the task below it is not blamed', () =>
  expectProblems(
    `
    tasks:
      a:
        needs: [c]
        run: x
      b:
        needs: [a]
        run: x
      c:
        needs: [b]
        run: x
      below:
        needs: [c]
        run: x
    `,
    `
        needs: [c]
                ^ error dependency-cycle: These tasks wait for each other: "a" needs "c", "c" needs "b", "b" needs "a". Take one of these needs out.
    `,
  ));

test('A task that needs itself is a cycle of one', () =>
  expectProblems(
    `
    tasks:
      a:
        needs: a
        run: x
    `,
    `
        needs: a
               ^ error dependency-cycle: "a" needs itself, so it can never start.
    `,
  ));

test('Two loops that share a task are told of one by one', () =>
  expectProblems(
    `
    tasks:
      a: { run: x, needs: [b] }
      b: { run: x, needs: [a, c] }
      c: { run: x, needs: [b] }
    `,
    `
      a: { run: x, needs: [b] }
                           ^ error dependency-cycle: These tasks wait for each other: "a" needs "b", "b" needs "a". Take one of these needs out.
      b: { run: x, needs: [a, c] }
                              ^ error dependency-cycle: These tasks wait for each other: "b" needs "c", "c" needs "b". Take one of these needs out.
    `,
  ));

test('A need that another need implies, or that stands there twice, gets a hint', () =>
  expectProblems(
    `
    tasks:
      a: { run: x }
      b: { run: x, needs: a }
      c: { run: x, needs: [a, b] }
      d: { run: x, needs: [c, c] }
    `,
    `
      c: { run: x, needs: [a, b] }
                           ^ hint redundant-dependency: "c" needs "a" already through "b".
      d: { run: x, needs: [c, c] }
                              ^ hint redundant-dependency: "d" needs "c" twice.
    `,
  ));

test('A need is not redundant when its outputs are handed on, or when the way to it goes over another rule', () =>
  expectProblems(
    `
    tasks:
      a: { run: x, outputs: { n: number } }
      b: { run: x, needs: a }
      c: { run: x, needs: [a, b] }
      d: { run: x }
      e: { run: x, needs: d, trigger_rule: all_done }
      f: { run: x, needs: [d, e] }
    `,
    '',
  ));

test('A rule that can never hold gets a warning that says why', () =>
  expectProblems(
    `
    tasks:
      a: { run: x }
      b: { run: x, needs: a, trigger_rule: all_skipped }
      c: { run: x, continue_on_error: true }
      d: { run: x, needs: c, trigger_rule: one_failed }
    `,
    `
      b: { run: x, needs: a, trigger_rule: all_skipped }
                                           ^^^^^^^^^^^ warning unreachable-task: "b" can never start by the rule all_skipped: "a" has neither "if" nor "needs", so it is never skipped.
      d: { run: x, needs: c, trigger_rule: one_failed }
                                           ^^^^^^^^^^ warning unreachable-task: "d" can never start by the rule one_failed: "c" has "continue_on_error", so its failure counts as success.
    `,
  ));

test('A rule that may hold gets no warning', () =>
  expectProblems(
    `
    params: { go: true }
    tasks:
      a: { run: x, if: params.go }
      b: { run: x, needs: a, trigger_rule: all_skipped }
      c: { run: x, needs: b, trigger_rule: one_failed }
      d: { run: x, trigger_rule: one_failed }
    `,
    '',
  ));

test('Two tasks with one name, or with names that differ only in case, cannot be told apart', () =>
  expectProblems(
    `
    tasks:
      a: { run: x }
      a: { run: y }
      A: { run: z }
    `,
    `
      a: { run: y }
      ^ error duplicate-task: There is another task "a" above: every task needs a name of its own.
      A: { run: z }
      ^ error duplicate-task: "A" and "a" differ only in case: choose another name.
    `,
  ));

test('A file is read without a need for the task that writes it', () =>
  expectProblems(
    `
    tasks:
      a:
        run: x
        outputs: { f: { path: ./data/x.csv } }
      b:
        run: x
        inputs: [data/x.csv]
      c:
        needs: a
        run: x
        inputs: data/x.csv
    `,
    `
        inputs: [data/x.csv]
                 ^^^^^^^^^^ warning missing-needs: "a" writes "data/x.csv", but "b" does not need it, so the file may not be there yet.
    `,
  ));

test('Two tasks that do not wait for each other write one file', () =>
  expectProblems(
    `
    tasks:
      a: { run: x, outputs: { f: { path: x.csv } } }
      b: { run: x, outputs: { f: { path: x.csv } } }
      c: { run: x, needs: [a, b], outputs: { f: { path: x.csv } } }
    `,
    `
      b: { run: x, outputs: { f: { path: x.csv } } }
                                         ^^^^^ error output-conflict: "b" and "a" both write "x.csv", and neither waits for the other: use two files, or let one need the other.
    `,
  ));

test('A pool that the file does not have is told of with the nearest one', () =>
  expectProblems(
    `
    pools: { warehouse: 2 }
    tasks:
      a: { run: x, pool: warehose }
      b: { run: x, pool: warehouse }
    `,
    `
      a: { run: x, pool: warehose }
                         ^^^^^^^^ error unknown-pool: There is no pool "warehose". Did you mean "warehouse"?
    `,
  ));

test('Cycles through aliases and merge keys are told of one by one, where the alias stands', () =>
  expectProblems(
    `
    x-n: &n [b]
    x-base: &base { needs: [d], run: x }
    tasks:
      a: { run: x, needs: *n }
      b: { run: x, needs: [a] }
      c: { <<: *base }
      d: { <<: *base, needs: [c] }
      e: { run: x, needs: [a, c] }
    `,
    `
      a: { run: x, needs: *n }
                          ^^ error dependency-cycle: These tasks wait for each other: "a" needs "b", "b" needs "a". Take one of these needs out.
      c: { <<: *base }
               ^^^^^ error dependency-cycle: These tasks wait for each other: "c" needs "d", "d" needs "c". Take one of these needs out.
    `,
  ));
