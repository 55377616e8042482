import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, longestText, reanalyse } from '../../pipeline/analyse.ts';
import { anchored, churn, messy, windows } from './fixtures.ts';
import { problemsIn } from './render.ts';

test('A pipeline that uses the whole language has no problem', () => {
  assert.equal(problemsIn(churn), '');
  assert.equal(problemsIn(anchored), '');
});

test('Lines that end as on Windows change nothing', () => {
  assert.deepEqual(analyse(windows).pipeline, analyse(churn).pipeline);
});

test('The whole file as JSON means the same', () => {
  const pipeline = analyse('name: x\ntasks:\n  a:\n    run: x\n  b:\n    run: [y]\n    needs: a\n').pipeline;
  const json = JSON.stringify({ name: 'x', tasks: { a: { run: 'x' }, b: { run: ['y'], needs: ['a'] } } });
  assert.deepEqual(analyse(json).pipeline, pipeline);
  assert.deepEqual(analyse(JSON.stringify(JSON.parse(json), undefined, 2)).pipeline, pipeline);
});

test('Defaults hold for every task that does not say it itself', () => {
  const { pipeline } = analyse(`
defaults: { retries: 2, retry_delay: 1m, shell: bash, timeout: 1h, grace_period: 1s, retry_on_exit_codes: [75] }
tasks:
  a:
    run: x
  b:
    run: y
    retries: 0
    retry_delay: 500ms
    shell: python
`);
  const shown = pipeline?.tasks.map(
    ({ retries, retryDelayMs, action, timeoutMs, gracePeriodMs, retryOnExitCodes }) => ({
      retries,
      retryDelayMs,
      shell: action.kind === 'script' && action.shell,
      timeoutMs,
      gracePeriodMs,
      retryOnExitCodes,
    }),
  );
  const both = { timeoutMs: 3_600_000, gracePeriodMs: 1000, retryOnExitCodes: [75] };
  assert.deepEqual(shown, [
    { retries: 2, retryDelayMs: 60_000, shell: 'bash', ...both },
    { retries: 0, retryDelayMs: 500, shell: 'python', ...both },
  ]);
});

test('A param may be written as its default alone, and its type follows', () => {
  const { pipeline } = analyse(`
params:
  rate: 0.9
  region: eu
  fast: true
  name:
  version: { type: string, default: 1.10 }
tasks:
  a: { run: "echo \${{ toJSON(params) }}" }
`);
  assert.deepEqual(pipeline?.params, {
    rate: { type: 'number', default: 0.9 },
    region: { type: 'string', default: 'eu' },
    fast: { type: 'boolean', default: true },
    name: { type: 'string' },
    version: { type: 'string', default: '1.10' },
  });
});

test('Environment variables keep the very letters that were written', () => {
  const { pipeline } = analyse('env: { V: 1.10, W: 0x1F, X: yes, Y: "", Z: }\ntasks: { a: { run: x } }\n');
  assert.deepEqual(pipeline?.env, { V: '1.10', W: '0x1F', X: 'yes', Y: '', Z: '' });
});

test('Anchors, aliases and merge keys bring in what they name, across tasks', () => {
  const [first, second] = analyse(anchored).pipeline?.tasks ?? [];
  assert.deepEqual(first?.action.kind === 'script' && first.action.shell, 'python');
  assert.deepEqual([first?.env, first?.retries], [{ MODE: 'fast' }, 3]);
  assert.deepEqual([second?.env, second?.outputs, second?.needs], [first?.env, first?.outputs, ['first']]);
});

test('Names that JavaScript knows are names like all others', () => {
  const { pipeline, problems } = analyse(`
params: { constructor: 1, toString: x }
env: { __proto__: a, hasOwnProperty: b }
tasks:
  constructor: { run: "echo \${{ params.constructor }} \${{ params.toString }}", needs: __proto__ }
  __proto__: { run: x }
`);
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.keys(pipeline?.params ?? {}), ['constructor', 'toString']);
  assert.deepEqual(Object.keys(pipeline?.env ?? {}), ['__proto__', 'hasOwnProperty']);
});

test('No text makes it throw, and every problem lies inside the text', () => {
  const parts = [
    churn,
    messy,
    anchored,
    '\ud800',
    '\0',
    '\u0002\u0018\u001f\ufeff',
    '{'.repeat(5000),
    '- '.repeat(3000),
  ];
  const texts = [...parts, ...parts.map(part => `tasks:\n  a: ${part}`), ...parts.map(part => `tasks:\n${part}`)];
  for (let cut = 0; cut < messy.length; cut += 7) texts.push(messy.slice(0, cut), messy.slice(cut));
  for (const text of texts) {
    for (const { range } of analyse(text).problems) {
      assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, JSON.stringify(range));
    }
  }
});

test('A file that is no text, or has lines that YAML does not know, says so once', () => {
  const told = (text: string) => analyse(text).problems.map(found => found.message.slice(0, 40));
  assert.deepEqual(told('t\0a\0s\0k\0s\0:\0\n\0'), ['Here is a NUL character, so this is no t']);
  assert.deepEqual(told('tasks:\r  a: { run: x }\r'), ['The lines end with a carriage return alo']);
  const edit = { range: { start: 22, end: 22 }, newText: '\0' };
  assert.equal(reanalyse(analyse('tasks:\n  a: { run: x }\n'), edit).problems[0]?.range.start, 22);
});

test('A file that is too large is not read, and says so', () => {
  const { problems, pipeline } = analyse('#'.repeat(longestText + 1));
  assert.equal(pipeline, undefined);
  assert.match(problems[0]?.message ?? '', /too large/);
});

test('Hundreds of tasks in one knot are told of by a few short cycles', () => {
  const names = Array.from({ length: 300 }, (_, index) => `t${index}`);
  const tasks = names.map(
    name => `  ${name}: { run: x, needs: [${names.filter(other => other !== name).join(', ')}] }`,
  );
  const { problems } = analyse(`tasks:\n${tasks.join('\n')}\n`);
  const cycles = problems.filter(found => found.code === 'dependency-cycle');
  assert.equal(cycles.length, 50);
  assert.ok(cycles.every(cycle => cycle.related.length === 2));
});

test('Each hop of a cycle is a related place', () => {
  const text = 'tasks:\n  a: { run: x, needs: b }\n  b: { run: x, needs: c }\n  c: { run: x, needs: a }\n';
  const [cycle] = analyse(text).problems;
  const hops = cycle?.related.map(({ range, message }) => [text.slice(range.start, range.end), message]);
  assert.deepEqual(hops, [
    ['b', '"a" needs "b"'],
    ['c', '"b" needs "c"'],
    ['a', '"c" needs "a"'],
  ]);
});
