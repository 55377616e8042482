import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('Numbers, booleans and words are checked, with a mend where the meaning is clear', () =>
  expectProblems(
    `
    max_parallel: 0
    fail_fast: yes
    tasks:
      a:
        run: x
        retries: 1.5
        retry_jitter: 2
        trigger_rule: all_sucess
        shell: zsh
        cache: "true"
        priority: "3"
    `,
    `
    max_parallel: 0
                  ^ error invalid-value: "max_parallel" must be at least 1, not "0".
    fail_fast: yes
               ^^^ error invalid-value: "fail_fast" must be true or false, not "yes".
        retries: 1.5
                 ^^^ error invalid-value: "retries" must be a whole number, not "1.5".
        retry_jitter: 2
                      ^ error invalid-value: "retry_jitter" must be at most 1, not "2".
        trigger_rule: all_sucess
                      ^^^^^^^^^^ error invalid-value: "trigger_rule" must be all_success, all_failed, all_done, one_success, one_failed, one_done, none_failed, none_failed_min_one_success, none_skipped or all_skipped, not "all_sucess".
        shell: zsh
               ^^^ error invalid-value: "shell" must be sh, bash, python, node, pwsh or cmd, or a command with "{0}" for the script file, not "zsh".
        cache: "true"
               ^^^^^^ error invalid-value: "cache" must be true or false, not "true".
        priority: "3"
                  ^^^ error invalid-value: "priority" must be a whole number, not "3".
    `,
  ));

test('Maps and lists are checked down to their items', () =>
  expectProblems(
    `
    tasks:
      a:
        run: x
        env: { 1A: x, B-C: y }
        inputs: {}
        outputs: { a: numbr, b: { path: x, type: number }, c: }
        resources: { memory: 2G, cpus: two }
      b:
        needs: a
        run: []
    `,
    `
        env: { 1A: x, B-C: y }
               ^^ error invalid-value: "1A" cannot be an environment variable: use letters, digits and "_", and begin with no digit.
        env: { 1A: x, B-C: y }
                      ^^^ error invalid-value: "B-C" cannot be an environment variable: use letters, digits and "_", and begin with no digit.
        inputs: {}
                ^^ error invalid-value: "inputs" must be a list.
        outputs: { a: numbr, b: { path: x, type: number }, c: }
                      ^^^^^ error invalid-value: "a" must be string, number, integer, boolean or json, not "numbr".
        outputs: { a: numbr, b: { path: x, type: number }, c: }
                                           ^^^^ error invalid-value: An output is a file with a path, or a value with a type: not both.
        outputs: { a: numbr, b: { path: x, type: number }, c: }
                                                           ^ error invalid-value: The output "c" needs a type such as number, or a path: { path: data/file.csv }.
        resources: { memory: 2G, cpus: two }
                             ^^ error invalid-value: "memory" must be a size such as 512MiB, 2GiB or 4GB, not "2G".
        resources: { memory: 2G, cpus: two }
                                       ^^^ error invalid-value: "cpus" must be a number, not "two".
        run: []
             ^^ error invalid-value: "run" must not be empty.
    `,
  ));

test('A duration needs a unit', () =>
  expectProblems(
    `
    tasks:
      a:
        run: x
        retry_delay: 10
        timeout: 10 minutes
        grace_period: soon
        max_retry_delay: 1h30m
    `,
    `
        retry_delay: 10
                     ^^ error invalid-duration: "retry_delay" needs a unit: write 10s for 10 seconds.
        timeout: 10 minutes
                 ^^^^^^^^^^ error invalid-duration: "timeout" must be a duration such as 500ms, 90s, 15m, 1h30m or 2d, not "10 minutes".
        grace_period: soon
                      ^^^^ error invalid-duration: "grace_period" must be a duration such as 500ms, 90s, 15m, 1h30m or 2d, not "soon".
    `,
  ));

test('A schedule is checked: the cron fields, the time zone, the date', () =>
  expectProblems(
    `
    triggers:
      - { cron: "0 2 * *" }
      - { cron: "99 2 * * *", timezone: Europe/Berln, start_date: 2026-02-31 }
      - { timezone: UTC }
      - { files: [] }
      - { cron: "*/5 0-6 * * MON-FRI", timezone: Europe/Berlin, start_date: 2026-01-31T10:00Z }
    tasks:
      a: { run: x }
    `,
    `
      - { cron: "0 2 * *" }
                ^^^^^^^^^ error invalid-cron: A cron schedule has five fields (minute, hour, day of the month, month, day of the week), or six with the second first, not 4.
      - { cron: "99 2 * * *", timezone: Europe/Berln, start_date: 2026-02-31 }
                ^^^^^^^^^^^^ error invalid-cron: "99 2 * * *" is no cron schedule: its minute cannot be 99.
      - { cron: "99 2 * * *", timezone: Europe/Berln, start_date: 2026-02-31 }
                                        ^^^^^^^^^^^^ error invalid-value: "timezone" must be an IANA time zone such as Europe/Berlin, not "Europe/Berln". Did you mean "Europe/Berlin"?
      - { cron: "99 2 * * *", timezone: Europe/Berln, start_date: 2026-02-31 }
                                                                  ^^^^^^^^^^ error invalid-value: "start_date" must be a date such as 2026-01-31, not "2026-02-31".
      - { timezone: UTC }
        ^^^^^^^^^^^^^^^^^ error invalid-value: An item of "triggers" needs one of the keys "cron", "files", "pipeline".
      - { files: [] }
                 ^^ error invalid-value: "files" must not be empty.
    `,
  ));

test('A param agrees with its type, its bounds and its allowed values', () =>
  expectProblems(
    `
    params:
      a: 1
      b: { type: number, default: x }
      c: { default: eu, enum: [us] }
      d: { type: integer, default: 5, maximum: 3 }
      e f: 1
      g: { type: strng }
      h: { minimum: 1 }
      i:
    outputs: { all: "\${{ params }}" }
    tasks:
      t: { run: x }
    `,
    `
      b: { type: number, default: x }
                                  ^ error invalid-value: "x" is no number, but the type of this param is number.
      c: { default: eu, enum: [us] }
                    ^^ error invalid-value: The default "eu" is not among the allowed values: us.
      d: { type: integer, default: 5, maximum: 3 }
                                   ^ error invalid-value: The default 5 is above the maximum 3.
      e f: 1
      ^^^ error invalid-value: "e f" cannot be the name of a param: use letters, digits, "_" and "-", and begin with a letter.
      g: { type: strng }
                 ^^^^^ error invalid-value: "type" must be string, number, integer or boolean, not "strng".
      h: { minimum: 1 }
                    ^ error invalid-value: A string has no minimum: only numbers have one.
    `,
  ));

test('A value that is meant otherwise is told how to write it', () =>
  expectProblems(
    `
    description:
    params: { n: { type: int } }
    tasks:
      a: { run: "\${{ params.n }}", retries: "\${{ params.n }}", outputs: { w: out/w.json } }
      b: { rnu: x, needs: [a] }
      c: { run: "\${{ tasks.größe.status }}", needs: a b }
    `,
    `
    params: { n: { type: int } }
                         ^^^ error invalid-value: "type" must be string, number, integer or boolean, not "int".
      a: { run: "\${{ params.n }}", retries: "\${{ params.n }}", outputs: { w: out/w.json } }
                                            ^^^^^^^^^^^^^^^^^ error invalid-value: "retries" must be a whole number: an expression cannot stand here.
      a: { run: "\${{ params.n }}", retries: "\${{ params.n }}", outputs: { w: out/w.json } }
                                                                             ^^^^^^^^^^ error invalid-value: "w" must be string, number, integer, boolean or json, not "out/w.json". A file is written { path: out/w.json }.
      b: { rnu: x, needs: [a] }
           ^^^ error missing-run: "rnu" is not known here. Did you mean "run"?
      c: { run: "\${{ tasks.größe.status }}", needs: a b }
                           ^^^^^ error expression-syntax: "größe" is not understood here. A name with other signs than a-z, 0-9, _ and - stands in brackets: tasks['name'].status.
      c: { run: "\${{ tasks.größe.status }}", needs: a b }
                                                    ^^^ error unknown-dependency: There is no task "a b". Several needs are a list: [a, b].
    `,
  ));
