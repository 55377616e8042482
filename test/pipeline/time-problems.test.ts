import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('A schedule that names no day, or none between its dates, is told of', () =>
  expectProblems(
    `
    triggers:
      - cron: "0 0 30 2 *"
      - { cron: "0 0 1 1 *", start_date: 2026-02-01, end_date: 2026-05-01 }
      - { cron: "0 0 1 1 *", start_date: 2026-02-01, end_date: 2025-05-01 }
      - { cron: "0 0 29 2 *" }
      - { cron: "0 0 1 3 *", start_date: 2026-02-01, end_date: 2026-05-01 }
    tasks:
      a: { run: x }
    `,
    `
      - cron: "0 0 30 2 *"
              ^^^^^^^^^^^^ warning never-fires: "0 0 30 2 *" never fires: there is no such day in any year.
      - { cron: "0 0 1 1 *", start_date: 2026-02-01, end_date: 2026-05-01 }
                ^^^^^^^^^^^ warning never-fires: "0 0 1 1 *" never fires: its first time comes after 2026-05-01.
      - { cron: "0 0 1 1 *", start_date: 2026-02-01, end_date: 2025-05-01 }
                                                               ^^^^^^^^^^ warning never-fires: This schedule never fires: it ends on 2025-05-01, before it begins on 2026-02-01.
    `,
  ));

test('A param that nobody is asked for when a trigger starts a run is told of', () =>
  expectProblems(
    `
    params: { region: { type: string }, year:, month: 3, day: { default: 1 } }
    triggers: [{ cron: "0 0 1 * *" }]
    tasks:
      a: { run: "echo \${{ params.region }} \${{ params.year }} \${{ params.month }} \${{ params.day }}" }
    `,
    `
    params: { region: { type: string }, year:, month: 3, day: { default: 1 } }
              ^^^^^^ warning never-fires: The triggers never fire: the param "region" has no default, and nobody is asked for it when a trigger starts a run.
    params: { region: { type: string }, year:, month: 3, day: { default: 1 } }
                                        ^^^^ warning never-fires: The triggers never fire: the param "year" has no default, and nobody is asked for it when a trigger starts a run.
    `,
  ));

test('Waits that are longer than the whole run are told of where they are said', () =>
  expectProblems(
    `
    timeout: 1m
    defaults: { retries: 3, retry_delay: 30s }
    tasks:
      a: { run: x, retries: 5, retry_delay: 5s, retry_backoff: 2 }
      b: { run: x, retries: 5, retry_delay: 5s, retry_backoff: 2, max_retry_delay: 6s }
      c: { run: x }
    `,
    `
    defaults: { retries: 3, retry_delay: 30s }
                         ^ warning timeout-too-short: The waits before the retries take 1m 30s, but the whole run may take only 1m ("timeout" of the file): the last attempt is never reached.
      a: { run: x, retries: 5, retry_delay: 5s, retry_backoff: 2 }
                            ^ warning timeout-too-short: The waits before the retries take 2m 35s, but the whole run may take only 1m ("timeout" of the file): the last attempt is never reached.
    `,
  ));

test('A schedule that fires at the very moment it begins does fire', () =>
  expectProblems(
    `
    triggers:
      - { cron: "0 0 1 1 *", start_date: 2026-01-01, end_date: 2026-01-01 }
    tasks:
      a: { run: x }
    `,
    '',
  ));
