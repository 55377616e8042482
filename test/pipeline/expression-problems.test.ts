import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('A fault in an expression is shown at the very sign', () =>
  expectProblems(
    `
    params: { x: 1 }
    tasks:
      a:
        run: echo \${{ params.x = 1 }} \${{ params. }} \${{ contains(1) }} \${{ "x" }}
      b:
        run: |
          echo fine \${{ params.x }}
          echo \${{ params.x + 1 }} \${{ params.x
    `,
    `
        run: echo \${{ params.x = 1 }} \${{ params. }} \${{ contains(1) }} \${{ "x" }}
                               ^ error expression-syntax: "=" is not understood here. To compare, write "==".
        run: echo \${{ params.x = 1 }} \${{ params. }} \${{ contains(1) }} \${{ "x" }}
                                                ^ error expression-syntax: The expression ends too early: something is missing here.
        run: echo \${{ params.x = 1 }} \${{ params. }} \${{ contains(1) }} \${{ "x" }}
                                                         ^^^^^^^^ error expression-syntax: The number of arguments is wrong. Write contains(search, item).
        run: echo \${{ params.x = 1 }} \${{ params. }} \${{ contains(1) }} \${{ "x" }}
                                                                            ^^^ error expression-syntax: A text in an expression stands in single quotes: '…', not "…".
          echo \${{ params.x + 1 }} \${{ params.x
                            ^ error expression-syntax: "+" is not understood here. Expressions do not calculate: do that in the script.
          echo \${{ params.x + 1 }} \${{ params.x
                                      ^^^^^^^^^ error expression-syntax: An expression is not closed: "}}" is missing.
    `,
  ));

test('A name that no expression can see is told of with the nearest one', () =>
  expectProblems(
    `
    params: { x_rate: 1 }
    env: { REGION: eu }
    tasks:
      a:
        run: echo \${{ parms.x_rate }} \${{ params.x_rat }} \${{ env.REGIO }} \${{ run.idd }} \${{ foo(1) }}
        matrix: { model: [a] }
        if: matrix.modl == needs.b
    `,
    `
        run: echo \${{ parms.x_rate }} \${{ params.x_rat }} \${{ env.REGIO }} \${{ run.idd }} \${{ foo(1) }}
                      ^^^^^ error unknown-reference: There is no name "parms". Did you mean "params"?
        run: echo \${{ parms.x_rate }} \${{ params.x_rat }} \${{ env.REGIO }} \${{ run.idd }} \${{ foo(1) }}
                                                 ^^^^^ error unknown-reference: There is no param "x_rat". Did you mean "x_rate"?
        run: echo \${{ parms.x_rate }} \${{ params.x_rat }} \${{ env.REGIO }} \${{ run.idd }} \${{ foo(1) }}
                                                                  ^^^^^ error unknown-reference: There is no declared environment variable "REGIO". Did you mean "REGION"?
        run: echo \${{ parms.x_rate }} \${{ params.x_rat }} \${{ env.REGIO }} \${{ run.idd }} \${{ foo(1) }}
                                                                                   ^^^ error unknown-reference: There is no property "idd". Did you mean "id"?
        run: echo \${{ parms.x_rate }} \${{ params.x_rat }} \${{ env.REGIO }} \${{ run.idd }} \${{ foo(1) }}
                                                                                              ^^^ error unknown-reference: There is no function "foo".
        if: matrix.modl == needs.b
                   ^^^^ error unknown-reference: There is no matrix value "modl". Did you mean "model"?
        if: matrix.modl == needs.b
                           ^^^^^ error unknown-reference: There is no "needs" here. Write \`tasks\` instead of \`needs\`: \`tasks.<name>.outputs.<output>\`.
    `,
  ));

test('The functions of other tools become a trigger rule', () =>
  expectProblems(
    `
    tasks:
      a: { run: x }
      b:
        needs: a
        if: always()
        run: x
    `,
    `
        if: always()
            ^^^^^^ error unknown-reference: There is no function "always". Write \`trigger_rule: all_done\` instead: then the task starts whatever the end of its needs.
    `,
  ));

test('A value is read only from a task upstream, which declares it', () =>
  expectProblems(
    `
    tasks:
      a:
        run: x
        outputs: { rows: integer }
      b:
        run: echo \${{ tasks.a.outputs.rows }}
      c:
        needs: a
        run: |
          echo \${{ tasks.a.outputs.rows }}
          echo \${{ tasks.a.outputs.row }} \${{ tasks.d.status }} \${{ tasks.c.status }}
      d:
        needs: c
        if: tasks.a.outputs.rows > 3 && tasks.a.outpts.rows > 4
        run: x
    `,
    `
        run: echo \${{ tasks.a.outputs.rows }}
                            ^ error not-upstream: "a" is not upstream of "b", so it may not have run yet. Add "a" to its "needs".
          echo \${{ tasks.a.outputs.row }} \${{ tasks.d.status }} \${{ tasks.c.status }}
                                   ^^^ error undeclared-output: The task "a" declares no output "row". Did you mean "rows"?
          echo \${{ tasks.a.outputs.row }} \${{ tasks.d.status }} \${{ tasks.c.status }}
                                                    ^ error not-upstream: "d" is not upstream of "c", so it may not have run yet. "d" itself waits for "c".
          echo \${{ tasks.a.outputs.row }} \${{ tasks.d.status }} \${{ tasks.c.status }}
                                                                          ^ error not-upstream: "c" cannot read itself: it has not run yet.
        if: tasks.a.outputs.rows > 3 && tasks.a.outpts.rows > 4
                                                ^^^^^^ error unknown-reference: There is no property "outpts". Did you mean "outputs"?
    `,
  ));

test('No expression reads a secret: it is in the environment', () =>
  expectProblems(
    `
    secrets: [TOKEN]
    tasks:
      a:
        run: curl \${{ env.TOKEN }} $TOKEN
        env: { T: "\${{ env.TOKEN }}" }
      b:
        run: curl \${{ secrets.TOKEN }}
    `,
    `
        run: curl \${{ env.TOKEN }} $TOKEN
                          ^^^^^ warning secret-in-command: No expression can read the secret "TOKEN", here it is empty: write "$TOKEN" in the script, it is in the environment.
        env: { T: "\${{ env.TOKEN }}" }
                           ^^^^^ warning secret-in-command: No expression can read the secret "TOKEN", here it is empty: write "$TOKEN" in the script, it is in the environment.
        run: curl \${{ secrets.TOKEN }}
                      ^^^^^^^ error unknown-reference: There is no "secrets" here. A secret is reached only as an environment variable: \`$NAME\` in the script.
    `,
  ));

test('In quotes the place is right as well', () =>
  expectProblems(
    `
    tasks:
      a:
        run: 'echo \${{ params.x }}'
        if: "params.y == 'z'"
      b:
        run: 'echo \${{ params.x == ''a'' }}'
    `,
    `
        run: 'echo \${{ params.x }}'
                              ^ error unknown-reference: There is no param "x".
        if: "params.y == 'z'"
                    ^ error unknown-reference: There is no param "y".
        run: 'echo \${{ params.x == ''a'' }}'
                      ^^^^^^^^^^^^^^^^^^^ error unknown-reference: There is no param "x".
    `,
  ));
