import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { evaluate } from '../../pipeline/expression.ts';
import { randomFrom } from '../random.ts';
import { expectProblems, fixed, problemsIn } from './render.ts';

const pipelineWith = (condition: string, more = '') =>
  `params: { n: { type: number, minimum: 0, maximum: 10, default: 1 }, m: 2, s: x, b: true }
tasks:
  a: { run: x, outputs: { v: number, j: json } }
  t:
    needs: [a]
${more}    if: ${JSON.stringify(condition)}
    run: echo \${{ params.n }}\${{ params.m }}\${{ params.s }}\${{ params.b }}\${{ tasks.a.outputs.v }}\${{ tasks.a.outputs.j }}
`;
const told = (condition: string, more?: string) => problemsIn(pipelineWith(condition, more));

test('Parts of a condition that exclude each other, or of which one always holds, are told of where they stand', () =>
  expectProblems(
    `
    params: { rows: 3, region: { type: string, default: eu }, share: { type: number, default: 0.5, maximum: 1 } }
    tasks:
      a:
        if: params.region == 'eu' || (params.rows > 5 && params.rows < 3)
        run: x
      b:
        if: params.region != 'eu' || params.region != 'us'
        run: x
      c:
        if: params.share > 1
        run: x
    `,
    `
        if: params.region == 'eu' || (params.rows > 5 && params.rows < 3)
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning constant-condition: This is always false: params.rows > 5 and params.rows < 3 are never both true.
        if: params.region != 'eu' || params.region != 'us'
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning constant-condition: This is always true: one of params.region != 'eu' and params.region != 'us' always holds.
        if: params.share > 1
            ^^^^^^^^^^^^^^^^ warning constant-condition: This is always false: params.share is at most 1.
    `,
  ));

test('The operator that was meant is offered', () => {
  const text = "params: { r: eu }\ntasks:\n  a:\n    if: params.r == 'a' && params.r == 'b'\n    run: x\n";
  assert.match(fixed(text, 'constant-condition'), /if: params\.r == 'a' \|\| params\.r == 'b'\n/);
  const negated = text.replaceAll('==', '!=').replace('&&', '||');
  assert.match(fixed(negated, 'constant-condition'), /if: params\.r != 'a' && params\.r != 'b'\n/);
});

test('It is found through brackets, negation, other ways to write the same, and across more than two parts', () => {
  for (const condition of [
    "params.s == 'a' && (params.b && !(params['s'] != 'B'))",
    'params.n > 3 && params.m > 2 && 3 >= params.n',
    "startsWith(params.s, 'a') && params.b && !startsWith(params.s, 'a')",
    "params.s == '' && params.s",
    'tasks.a.outputs.v > 5 && tasks.a.outputs.v <= 5',
    "(params.s == 'a' || params.s == 'b') && (params.s == 'c' || params.s == 'd')",
    'params.n < 0 || params.n > 10',
  ]) {
    assert.match(told(condition), /constant-condition: This is always false/, condition);
  }
  assert.match(told("!(params.s == 'a' && params.s == 'b') || params.b"), /always false: params\.s == 'a' and/);
});

test('What may be either is never told of', () => {
  for (const condition of [
    'params.m > 5 && params.m < 5.1',
    "params.s > 'a' && params.s < 'ab'",
    'params.s > 5 && params.s < 7',
    "tasks.a.outputs.j > 3 && tasks.a.outputs.j == '4' || tasks.a.outputs.j",
    'tasks.a.outputs.v < 0 || tasks.a.outputs.v >= 0 && params.b',
    "params.s != 'a' || params.b != true",
    'params.n >= 1 && params.n <= 9 && params.n != 5',
    'env.HOME == 1 || env.HOME == 2',
    "params.s == params.m && params.s != 'x'",
    'params.n == 10',
    'hashFiles(params.s) != hashFiles(params.m) || params.b',
  ]) {
    assert.doesNotMatch(told(condition), /constant-condition/, condition);
  }
});

test('A status that the rule of a task never lets through is told of', () => {
  const statuses = (rule: string, condition: string) => told(condition, `    trigger_rule: ${rule}\n`);
  assert.match(
    statuses('all_skipped', "tasks.a.status == 'failed'"),
    /can only be 'skipped' here, for "t" has the rule all_skipped/,
  );
  assert.match(
    statuses('none_failed', "tasks.a.status == 'failed'"),
    /can only be 'success' or 'skipped' here, for "t" has the rule none_failed/,
  );
  assert.match(statuses('all_done', "tasks.a.status == 'failed' && tasks.a.status == 'skipped'"), /never both true/);
  assert.doesNotMatch(statuses('all_done', "tasks.a.status == 'cancelled'"), /constant/);
  assert.doesNotMatch(statuses('none_skipped', "tasks.a.status == 'cancelled'"), /constant/);
});

test('Nothing that is called constant is ever otherwise', () => {
  const random = randomFrom(20_261_121);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const literals = ["'a'", "'B'", "'5'", "''", '0', '3', '5', '10', '-1', 'true', 'false', 'null'];
  const subject = () =>
    pick(['params.n', 'params.m', 'params.s', 'params.b', 'tasks.a.outputs.v', 'tasks.a.outputs.j']);
  const make = (depth: number): string => {
    if (depth === 0) {
      const [one, other] = random() < 0.5 ? [subject(), pick(literals)] : [pick(literals), subject()];
      return random() < 0.2 ? subject() : `${one} ${pick(['==', '!=', '<', '<=', '>', '>='])} ${other}`;
    }
    const inner = `(${make(depth - 1)} ${pick(['&&', '||'])} ${make(depth - 1)})`;
    return random() < 0.2 ? `!${inner}` : inner;
  };
  let constants = 0;
  for (let round = 0; round < 1500; round++) {
    const condition = make(1 + Math.floor(random() * 2));
    const text = pipelineWith(condition);
    for (const { code, message, range } of analyse(text).problems) {
      if (code !== 'constant-condition') continue;
      constants++;
      const part = text.slice(range.start, range.end);
      for (let trial = 0; trial < 40; trial++) {
        const given = evaluate(part, { values: values() });
        if (given.ok) assert.equal(isTrue(given.value), message.includes('always true'), `${part} in ${condition}`);
      }
    }
  }
  assert.ok(constants > 50, `${constants} are constant`);

  function isTrue(value: unknown): boolean {
    return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : Boolean(value);
  }

  function values() {
    const v = pick([null, 0, 3, 4, 5, 6, 10, -1, 1e9]);
    const j = pick([null, 0, 5, 'a', '', '5', true, false, [1], {}]);
    return {
      params: {
        n: pick([0, 1, 3, 4.5, 5, 10]),
        m: pick([-5, 0, 3, 4, 5, 11, 0.5]),
        s: pick(['', 'a', 'A', 'b', 'c', '5', '3.5']),
        b: pick([true, false]),
      },
      tasks: { a: { outputs: { v, j }, status: 'success' } },
    };
  }
});
