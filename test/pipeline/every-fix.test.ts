import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import type { Fix, Problem } from '../../pipeline/problem.ts';
import { fences, pages } from '../docs/pages.ts';

/** What people write when they come from elsewhere, or in a hurry. */
const mistakes: readonly string[] = [
  'triggers:\n  - cron: */5 * * * *\ntasks: { a: { run: x } }\n',
  'triggers: "0 2 * * *"\nsecrets: [A-B]\ntasks: { a: { run: x } }\n',
  'jobs:\n  a: { run: x }\n',
  'taks:\n  a: { rnu: x, timeout: 90 }\n',
  'params: { a: { type: int, default: 3 }, b: { type: number, default: "3" }, c: { type: boolean, default: yes } }\n' +
    'tasks: { t: { run: "${{ params.a }} ${{ params.b }} ${{ params.c }}" } }\n',
  'x-all: &all { timeout: 30, retries: "3", command: y, needs: [laod, b] }\n' +
    'tasks:\n  load: { <<: *all, run: x }\n  b:\n    <<: *all\n    run: x\n',
  'x-n: &n laod\nx-i: &i [load, b]\ntasks:\n  load: { run: x }\n  b: { run: x }\n' +
    '  c: { run: "${{ tasks.d.status }}", needs: *i }\n  d: { run: x }\n  e: { run: x, needs: [*n, b] }\n  f: { run: x, needs: *n }\n',
  'tasks:\n  a:\n    run: x\n    retry: { max: 2 }\n    environment: production\n    when: manual\n    depends_on: { b: {} }\n    shell: [bash]\n    retries: [x]\n  b: { command: [a, b] }\n',
  'tasks:\n  a: { run: x, outputs: { w: models/x.json, v: [a] } }\n  b: { needs: [a], run: x }\n',
  'tasks:\n  a: [echo hi]\n  b: echo hi\n  c: { run: { x: y } }\n  d: { run: [a, [b]] }\n',
  'tasks:\n\ta:\n\t\trun: |\n\t\t\tx\n\t\tneeds: []\n',
  'tasks:\n  a: { run: x, timeout: "10", retry_delay: 5 minutes, cache: "true", continue_on_error: yes, shell: bsh }\n',
  'tasks:\n  load: { run: x }\n  b: { run: x }\n  c: { run: x, needs: load b }\n  d: { run: x, needs: "load, b" }\n',
  'tasks:\r\n  a: { run: x }\r\n  b:\r\n    needs: # none yet\r\n    - c\r\n    - b # not me\r\n    run: echo ${{ tasks.a.status }}\r\n  c: { run: x }\r\n',
  'cron: "0 2 * * *"\ntasks:\n  a: { run: x, timeout-minutes: 30, attempts: 3, retry_exponential_backoff: true }\n  b: { run: x, timeout_seconds: 90, retry: { limit: 2 } }\n  c: { cmds: [make, "echo a"] }\n',
  'on:\n  schedule:\n    - cron: "0 2 * * *"\nconcurrency: 3\ntasks:\n  a:\n    commands:\n      - make\n      - make test\n',
  "params: { flag: true }\ntasks:\n  a: { run: x }\n  b: { run: x, needs: [a], if: tasks.a.status == \"failed\" }\n  c:\n    needs: a\n    if: tasks.a.status != 'success' && params.flag == 'true'\n    run: x\n",
  'tasks:\n  größe: { run: x, outputs: { a: number } }\n  b: { needs: größe, run: "echo ${{ tasks.größe.outputs.a }} ${{ tasks[\'größ\'].status }}" }\n',
];

const texts = [...pages().flatMap(page => fences(page.text, 'yaml')), ...mistakes];

test('Every fix takes its problem away and brings no new error', () => {
  const wrong = texts.flatMap(text => {
    const before = analyse(text).problems;
    return before.flatMap(found =>
      found.fixes.flatMap(fix => {
        const after = analyse(applied(text, fix)).problems;
        const isGone = count(after, found) < count(before, found);
        const isClean = errors(after) <= errors(before) - (found.severity === 'error' ? 1 : 0);
        return isGone && isClean ? [] : [`${found.message} -> ${fix.title}\n${applied(text, fix)}`];
      }),
    );
  });
  assert.deepEqual(wrong, []);
});

function applied(text: string, fix: Fix): string {
  const edits = fix.edits.toSorted((a, b) => b.range.start - a.range.start);
  return edits.reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

function count(problems: readonly Problem[], { code, message }: Problem): number {
  return problems.filter(found => found.code === code && found.message === message).length;
}

function errors(problems: readonly Problem[]): number {
  return problems.filter(found => found.severity === 'error').length;
}
