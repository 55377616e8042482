import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, reanalyse } from '../../pipeline/analyse.ts';
import { fixed, problemsIn } from './render.ts';

const branches = `params: { region: eu }
tasks:
  evaluate: { run: x }
  deploy: { needs: [evaluate], run: x }
  alert: { needs: [evaluate], trigger_rule: one_failed, run: x }
  join: { needs: [deploy, alert], run: x }
  below: { needs: [join], run: x }
  eu: { run: x, if: params.region == 'eu' }
  us: { run: x, if: "params.region != 'EU' && run.date" }
  after: { run: x, needs: [us] }
  both:
    needs: [eu, after]
    run: x
`;

test('A join below branches that exclude each other can never start, and only the join is told of', () => {
  const told = analyse(branches).problems.map(({ message }) => message);
  assert.deepEqual(told, [
    '"join" can never start: "deploy" succeeds only when tasks.evaluate.status == \'success\', "alert" only when tasks.evaluate.status != \'success\', and it needs both. To go on after either, add "trigger_rule: one_success".',
    '"both" can never start: "eu" succeeds only when params.region == \'eu\', "after" only when params.region != \'eu\', and it needs both. To go on after either, add "trigger_rule: none_failed_min_one_success".',
  ]);
  const mended = fixed(branches, 'unreachable-task');
  assert.match(mended, /join: \{ trigger_rule: one_success, needs: \[deploy, alert\], run: x \}/);
  assert.match(fixed(mended, 'unreachable-task'), / {2}both:\n {4}trigger_rule: none_failed_min_one_success\n/);
});

test('A join that waits for either, or whose branches may both run, is fine', () => {
  for (const [from, to] of [
    ['join: { needs', 'join: { trigger_rule: all_done, needs'],
    ['trigger_rule: one_failed', 'trigger_rule: all_done'],
    ['evaluate: { run: x }', 'evaluate: { run: x, continue_on_error: true }'],
  ] as const) {
    assert.doesNotMatch(problemsIn(branches.replace(from, to)), /"join" can never/, to);
  }
  for (const [from, to] of [
    ["params.region == 'eu'", "params.region == 'eu' || run.id"],
    ["params.region != 'EU' &&", "params.region == 'EU' &&"],
    ['us: {', 'us: { continue_on_error: true,'],
  ] as const) {
    assert.doesNotMatch(problemsIn(branches.replace(from, to)), /"both" can never/, to);
  }
});

test('A changed condition is looked at again', () => {
  const before = analyse(branches);
  const at = branches.indexOf("!= 'EU'");
  const after = reanalyse(before, { range: { start: at, end: at + 2 }, newText: '==' });
  assert.deepEqual(after.problems, analyse(after.text).problems);
});
