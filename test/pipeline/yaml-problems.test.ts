import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('A fault in one task spoils only that task', () =>
  expectProblems(
    `
    tasks:
      a:
        run: "x
      b:
        run: [a, b
      c:
        run: y
        nee
        retries: 2
      d:
        run: echo hello: you
        needs: [nobody]
      e:
        env: { A: \${{ params.x }} }
        run: x
      trai
    `,
    `
        run: "x
              ^ error yaml-syntax: The closing double quote (") is missing.
        run: [a, b
                 ^ error yaml-syntax: The closing "]" of the list is missing.
        nee
        ^^^ error yaml-syntax: After "nee" a ":" and a value are missing.
        run: echo hello: you
             ^^^^^^^^^^^^^^^ error yaml-syntax: A text with ": " in it must stand in quotes, or below a "|".
        env: { A: \${{ params.x }} }
                  ^^^^^^^^^^^^^^^ error yaml-syntax: Inside { } and [ ] an expression must stand in quotes.
      trai
      ^^^^ error yaml-syntax: After "trai" a ":" and a value are missing.
    `,
  ));

test('Every fault of a task is told, each where it is, and none that only follows from another', () =>
  expectProblems(
    `
    tasks:
      a:
        run: echo a: b
        needs: [b, c
        env: { A: \${{ params.x }} }
        description: "open
        timeout: 5
        nee
        retries: 2
      b:
        run: 'x
        needs: [b
        shell: "x" y
    `,
    `
        run: echo a: b
             ^^^^^^^^^ error yaml-syntax: A text with ": " in it must stand in quotes, or below a "|".
        needs: [b, c
                   ^ error yaml-syntax: The closing "]" of the list is missing.
        env: { A: \${{ params.x }} }
                  ^^^^^^^^^^^^^^^ error yaml-syntax: Inside { } and [ ] an expression must stand in quotes.
        description: "open
                         ^ error yaml-syntax: The closing double quote (") is missing.
        nee
        ^^^ error yaml-syntax: After "nee" a ":" and a value are missing.
        run: 'x
              ^ error yaml-syntax: The closing single quote (') is missing.
        needs: [b
                ^ error yaml-syntax: The closing "]" of the list is missing.
        shell: "x" y
                   ^ error yaml-syntax: Nothing may stand behind the end of a value, such as its closing quote.
    `,
  ));

test('A key that stands there twice is told of at the second', () =>
  expectProblems(
    `
    name: a
    name: b
    tasks:
      a:
        run: x
        run: y
    tasks:
      b: { run: z }
    `,
    `
    name: b
    ^^^^ error yaml-syntax: The key "name" stands here twice: keep one of them.
        run: y
        ^^^ error yaml-syntax: The key "run" stands here twice: keep one of them.
    tasks:
    ^^^^^ error yaml-syntax: The key "tasks" stands here twice: keep one of them.
    `,
  ));

test('Tabs, wrong columns, tags and stray signs are named in plain words', () =>
  expectProblems(
    `
    tasks:
      a:
    \trun: x
      b:
        run: @x
      c:
        if: !cancelled()
        run: x
      d:
        inputs: [*.csv]
        run: x
     e:
        run: x
    `,
    `
    \trun: x
    ^ error yaml-syntax: YAML does not allow tabs for indentation: use spaces.
        run: @x
             ^^ error yaml-syntax: A text that begins with "@" must stand in quotes.
        if: !cancelled()
            ^^^^^^^^^^^^ error yaml-syntax: A text that begins with "!" must stand in quotes.
        inputs: [*.csv]
                 ^^^^^ error yaml-syntax: No anchor "&.csv" stands above this alias. A text that begins with "*" must stand in quotes.
     e:
     ^ error yaml-syntax: "e" does not begin in the same column as the first task: all tasks must.
    `,
  ));

test('An alias bomb ends early', () =>
  expectProblems(
    `
    x-a: &a [x, x, x, x, x, x, x, x, x, x]
    x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
    x-f: [*e, *e]
    tasks:
      a: { run: x }
    `,
    `
    x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
                                         ^^ error yaml-syntax: Too many aliases: the file grows too large by them.
    x-f: [*e, *e]
          ^^ error yaml-syntax: Too many aliases: the file grows too large by them.
    `,
  ));

test('A file that is no map, or more than one document, says so', () =>
  expectProblems(
    `
    name: x
    ---
    tasks:
      a: { run: x }
    `,
    `
    ---
    ^^^ error yaml-syntax: A pipeline file holds one document: take this "---" out.
    `,
  ));

test('What looks like YAML but is meant as a text is told of once, as a whole', () =>
  expectProblems(
    `
    triggers:
      - cron: */5 * * * *  # often
    tasks:
      a:
        run: {{ command }} --now
      b:
        run: "x" y
      c:
        run: | echo
      d:
       run: x
        needs: a
      e: { run: echo a: b }
    `,
    `
      - cron: */5 * * * *  # often
              ^^^^^^^^^^^ error yaml-syntax: A text that begins with "*" must stand in quotes.
        run: {{ command }} --now
             ^^^^^^^^^^^^^^^^^^^ error yaml-syntax: A text that begins with "{{" must stand in quotes.
        run: "x" y
                 ^ error yaml-syntax: Nothing may stand behind the end of a value, such as its closing quote.
        run: | echo
               ^^^^ error yaml-syntax: Behind "|" and ">" nothing may stand: the text begins in the next line.
        needs: a
        ^^^^^^^^ error yaml-syntax: The indentation is wrong: lines that belong together begin in the same column, what is inside stands further in.
      e: { run: echo a: b }
                ^^^^^^^^^ error yaml-syntax: Inside { } and [ ] a text with ": " in it must stand in quotes.
    `,
  ));

test('An expression without quotes in brackets is one fault', () =>
  expectProblems(
    `
    tasks:
      a: { run: x, needs: [\${{ params.x }}] }
    `,
    `
      a: { run: x, needs: [\${{ params.x }}] }
                           ^^^^^^^^^^^^^^^ error yaml-syntax: Inside { } and [ ] an expression must stand in quotes.
    `,
  ));
