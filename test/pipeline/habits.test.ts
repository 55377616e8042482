import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { fixed, problemsIn } from './render.ts';

const task = (lines: string) => `tasks:\n  a:\n${lines.replace(/^/gm, '    ')}\n`;
const head = (lines: string) => `${lines}\ntasks:\n  a: { run: x }\n`;

test('a list of commands of another tool becomes one script, the words of one command stay a list', () => {
  assert.match(fixed(task('script:\n  - npm ci\n  - npm test'), 'missing-run'), /run: "npm ci && npm test"\n/);
  assert.match(fixed(task('command: [python, train.py, --lr, "0.1"]'), 'missing-run'), /run: \[python, train\.py/);
});

test('values of other tools are rewritten with their keys', () => {
  const text = (line: string) => fixed(task(`run: x\n${line}`), 'unknown-key');
  assert.match(text('allow_failure: yes'), /continue_on_error: true\n/);
  assert.match(text('execution_timeout: 3600'), /timeout: 3600s\n/);
  assert.match(text('threads: 4'), /resources: \{ cpus: 4 \}\n/);
  assert.match(problemsIn(task('run: x\non_failure: ./alert.sh')), /needs this one, with `trigger_rule: one_failed`/);
});

test('a word that is called otherwise here is offered ours, but never a key that stands there already', () => {
  const twice = analyse('jobs:\n  a: { run: x }\ntasks:\n  b: { run: y }\n').problems;
  assert.deepEqual(
    twice.map(({ message, fixes }) => [message, fixes.length]),
    [['"jobs" is called "tasks" here.', 0]],
  );
  const trigger = head('triggers:\n  - schedule: "0 3 * * *"');
  assert.match(
    problemsIn(trigger),
    /needs one of the keys "cron", "files", "pipeline"\. "schedule" is called "cron" here/,
  );
  assert.match(fixed(trigger, 'invalid-value'), /- cron: "0 3/);
  assert.match(fixed(head('triggers: [{ cron: "@daily", catchup: true }]'), 'invalid-value'), /catchup: all/);
  assert.match(fixed(head('triggers: [{ pipeline: x.yaml, on: failed }]'), 'invalid-value'), /on: failure/);
});

test('a schedule that cannot be is told of in words, its months counted from one', () => {
  const why = (cron: string) => /invalid-cron: (.*)/.exec(problemsIn(head(`triggers: [{ cron: "${cron}" }]`)))?.[1];
  assert.equal(why('0 25 * * *'), '"0 25 * * *" is no cron schedule: its hour cannot be 25.');
  assert.equal(why('0 0 * 13 *'), '"0 0 * 13 *" is no cron schedule: its month cannot be 13.');
  assert.equal(why('0 0 * * 8'), '"0 0 * * 8" is no cron schedule: its day of the week cannot be 8.');
  assert.match(why('* * * * FOO') ?? '', /"FOO" in field 5 is neither a number nor a name of a day or month/);
  assert.equal(why('@dailly'), 'There is no schedule "@dailly". Did you mean "@daily"?');
  assert.match(fixed(head('triggers: [{ cron: "@dailly" }]'), 'invalid-cron'), /cron: "@daily"/);
  for (const cron of ['@daily', '@midnight', '@Hourly', '0 0 L * *', '0 0 * * MON#2'])
    assert.equal(why(cron), undefined, cron);
});

test('a time zone that is misspelled is offered the one that was meant', () => {
  const text = head('triggers: [{ cron: "@daily", timezone: Europe/Berln }]');
  assert.match(fixed(text, 'invalid-value'), /timezone: Europe\/Berlin/);
  assert.equal(problemsIn(head('triggers: [{ cron: "@daily", timezone: Asia/Calcutta }]')), '');
});

test('the item of a list is called what "as" says', () => {
  const text = task('foreach: fromJSON(params.l)\nas: file\nrun: echo ${{ item }}').replace(
    /^/,
    'params: { l: "[]" }\n',
  );
  assert.match(problemsIn(text), /The item is called "file" here, as "as" says/);
  assert.match(fixed(text, 'unknown-reference'), /echo \$\{\{ file \}\}/);
});

test('a path that all instances of a matrix share gets the values that tell them apart', () => {
  const text = task('matrix: { m: [a, b], n: [1, 2] }\nrun: x\noutputs: { w: { path: "out/${{ matrix.m }}.bin" } }');
  const mended = fixed(text, 'output-conflict');
  assert.match(mended, /path: "out\/\$\{\{ matrix\.m \}\}-\$\{\{ matrix\.n \}\}\.bin"/);
  assert.doesNotMatch(problemsIn(mended), /output-conflict/);
});

test('a colon in a command is told of as what it is, also beside an expression', () => {
  const text = task('run: curl -H "Authorization: Bearer x" https://x.org/${{ run.id }}');
  assert.match(problemsIn(text), /A text with ": " in it must stand in quotes, or below a "\|"/);
  assert.doesNotMatch(problemsIn(fixed(text, 'yaml-syntax')), /yaml-syntax/);
});

test('what is wrong behind an anchor is told of there, and not at its aliases', () => {
  const text = 'pools: { db: 2 }\ntasks:\n  a: &a\n    run: x\n    pool: bd\n  b:\n    <<: *a\n    run: y\n';
  assert.equal(problemsIn(text).match(/unknown-pool/g)?.length, 1);
});

test('words and signs of other languages in an expression are told of with ours', () => {
  const text = (condition: string) => `params: { a: x, b: y }\n${task(`run: echo $\{{ params.b }}\nif: ${condition}`)}`;
  for (const [condition, mended] of [
    ["params.a == 'x' and params.b == 'y'", "params.a == 'x' && params.b == 'y'"],
    ["params.a == 'x' or params.b == 'y'", "params.a == 'x' || params.b == 'y'"],
    ["params.a = 'x'", "params.a == 'x'"],
  ] as const) {
    assert.ok(fixed(text(condition), 'expression-syntax').includes(`if: ${mended}\n`), condition);
  }
});

test('a command in place of a task, and variables in a list, are put where they belong', () => {
  assert.match(fixed('tasks:\n  a: python x.py\n', 'invalid-value'), /a: \{ run: python x\.py \}\n/);
  assert.match(fixed(task('run: x\nenv: ["A=b c", D=]'), 'invalid-value'), /env: \{ A: "b c", D: "" \}\n/);
  assert.match(
    problemsIn(task('run: x\nmatrix: [a, b]')),
    /"matrix" must be a map: names with their values, not a list/,
  );
  assert.match(
    problemsIn('tasks:\n  a:\n    run: x\n    needs:\n    - b\n     - c\n  b: { run: y }\n  c: { run: z }\n'),
    /There is no task "b - c"\. The "-" of all needs stand in one column/,
  );
});

test('conditions and maps of other tools that say nothing else are mended', () => {
  const matrix = task('run: echo ${{ matrix.m }}\nstrategy:\n  matrix:\n    m: [1, 2]\ncache: true');
  assert.equal(problemsIn(fixed(matrix, 'unknown-key')), problemsIn(task('run: x')));
  assert.match(
    problemsIn(task('run: x\nstrategy:\n  matrix:\n    m: [1, 2]\n  fail-fast: false')),
    /"strategy" is called/,
  );
  assert.match(fixed(task('run: x\nif: success()'), 'unknown-reference'), /trigger_rule: all_success\n/);
  const both = `params: { p: true }\n${task('run: x\nif: success() && params.p')}`;
  assert.match(fixed(both, 'unknown-reference'), /if: params\.p\n/);
  assert.match(fixed(task('run: x\nwhen: on_failure'), 'unknown-key'), /trigger_rule: one_failed\n/);
  assert.match(fixed(task('run: x\nwhen: always'), 'unknown-key'), /trigger_rule: all_done\n/);
  assert.match(problemsIn(task('run: x\nrules: [x]')), /"rules" is called "if" here/);
  assert.match(fixed(task('run: x\nretries:\n  max_attempts: 3'), 'invalid-value'), /retries: 2\n/);
  assert.match(fixed(task('shell: python train.py'), 'missing-run'), /^ {4}run: python train\.py\n/m);
});

test('a password or a token that is written out in a command is told of, not what the shell puts there', () => {
  const told = (command: string) => /secret-in-command/.test(problemsIn(task(`run: |\n  ${command}`)));
  const token = `ghp_${'a1B2'.repeat(9)}`;
  for (const command of ['psql postgres://me:hunter2@db.example.org/x', `curl -H "Authorization: Bearer ${token}" x`])
    assert.ok(told(command), command);
  for (const command of [
    'psql "postgres://me:$PASSWORD@db.example.org/x"',
    'psql postgres://me:${PASSWORD}@db/x',
    'psql postgres://postgres:postgres@localhost/test',
    'git clone git@example.org:a/b.git && curl https://example.org:8080/a@b',
    'echo gh_pages ghp_short',
  ])
    assert.ok(!told(command), command);
});
