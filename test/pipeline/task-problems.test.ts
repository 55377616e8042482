import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { expectProblems } from './render.ts';

test('A task needs something to do, and only one thing', () =>
  expectProblems(
    `
    tasks:
      a:
        description: nothing
      b:
      c: { run: x, uses: y }
      d:
        run:
      e:
        uses: other.pipeline.yaml
    `,
    `
      a:
      ^ error missing-run: The task "a" does nothing: it needs "run" or "uses".
      b:
      ^ error missing-run: The task "b" does nothing: it needs "run" or "uses".
      c: { run: x, uses: y }
                   ^^^^ error missing-run: The task "c" has both "run" and "uses": keep one of them.
        run:
        ^^^ error missing-run: The script of "run" is missing.
    `,
  ));

test('The words of other tools are answered with ours, each once', () =>
  expectProblems(
    `
    tasks:
      a:
        cmd: x
        depends_on: [b]
        timeout-minutes: 5
      b:
        script: y
        allow_failure: true
        needs: a
        dependencies: a
    `,
    `
        cmd: x
        ^^^ error missing-run: "cmd" is called "run" here.
        depends_on: [b]
        ^^^^^^^^^^ warning unknown-key: "depends_on" is called "needs" here.
        timeout-minutes: 5
        ^^^^^^^^^^^^^^^ warning unknown-key: "timeout-minutes" is called "timeout" here. Write the unit with the number: \`timeout: 30m\`.
        script: y
        ^^^^^^ error missing-run: "script" is called "run" here.
        allow_failure: true
        ^^^^^^^^^^^^^ warning unknown-key: "allow_failure" is called "continue_on_error" here.
        dependencies: a
        ^^^^^^^^^^^^ warning unknown-key: "dependencies" is called "needs" here.
    `,
  ));

test('A key that nobody knows is named, with the nearest one where there is one', () =>
  expectProblems(
    `
    descripton: x
    tasks:
      a:
        run: x
        timeot: 5m
        nonsense: 1
    x-mine: anything
    `,
    `
    descripton: x
    ^^^^^^^^^^ warning unknown-key: "descripton" is not known here. Did you mean "description"?
        timeot: 5m
        ^^^^^^ warning unknown-key: "timeot" is not known here. Did you mean "timeout"?
        nonsense: 1
        ^^^^^^^^ warning unknown-key: "nonsense" is not known here and has no effect.
    `,
  ));

test('The words of other tools for the tasks themselves are an error', () =>
  expectProblems(
    `
    jobs:
      a:
        run: x
    on: push
    `,
    `
    jobs:
    ^^^^ error invalid-value: "jobs" is called "tasks" here.
    on: push
    ^^ warning unknown-key: "on" is called "triggers" here. Write \`triggers: [{ cron: "0 2 * * *" }]\`.
    `,
  ));

test('The name of a task is short enough to name files, whatever its letters', () => {
  const codesOf = (name: string) => analyse(`tasks:\n  ${name}: { run: x }\n`).problems.map(({ code }) => code);
  assert.deepEqual(codesOf('a'.repeat(100)), []);
  assert.deepEqual(codesOf('a'.repeat(101)), ['invalid-value']);
  assert.deepEqual(codesOf('数'.repeat(66)), []);
  assert.deepEqual(codesOf('数'.repeat(67)), ['invalid-value']);
});

test('The name of a task is made of letters of any script, digits, "_", "-" and "."', () =>
  expectProblems(
    `
    tasks:
      a b:
        run: x
      -x:
        run: x
      größe.1:
        run: x
      1:
        run: x
    `,
    `
      a b:
      ^^^ error invalid-value: "a b" cannot be the name of a task: use letters, digits, "_", "-" and ".", and begin with a letter, a digit or "_".
      -x:
      ^^ error invalid-value: "-x" cannot be the name of a task: use letters, digits, "_", "-" and ".", and begin with a letter, a digit or "_".
    `,
  ));

test('A file without tasks says so', () =>
  expectProblems(
    `
    name: x
    `,
    `
    name: x
    ^^^^ error invalid-value: There are no tasks yet: write the name of each below "tasks:", and below the name what it does.
    `,
  ));

test('Tasks in a list are not tasks', () =>
  expectProblems(
    `
    tasks:
      - run: x
    `,
    `
    tasks:
    ^^^^^ error invalid-value: "tasks" must be a map: the name of each task, and below it what it does.
    `,
  ));

test('Companions of a key mean nothing without it', () =>
  expectProblems(
    `
    tasks:
      a:
        run: [echo, x]
        shell: bash
        as: file
        with: { a: 1 }
    `,
    `
        shell: bash
        ^^^^^ error invalid-value: A "run" that is a list is started without a shell: take "shell" out, or write a script.
        as: file
        ^^ error invalid-value: "as" has a meaning only beside "foreach".
        with: { a: 1 }
        ^^^^ error invalid-value: "with" has a meaning only beside "uses".
    `,
  ));

test('What nobody reads gets a hint', () =>
  expectProblems(
    `
    params: { x: 1, y: 2 }
    tasks:
      a: { run: "echo \${{ params.y }}", outputs: { n: number, f: { path: y } } }
    `,
    `
    params: { x: 1, y: 2 }
              ^ hint unused-param: The param "x" is read by no expression: write \${{ params.x }} where it counts.
      a: { run: "echo \${{ params.y }}", outputs: { n: number, f: { path: y } } }
                                                   ^ hint unused-output: Nobody reads the output "n" of "a": no task needs it, no expression names it.
    `,
  ));
