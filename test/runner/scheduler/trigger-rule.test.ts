import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TriggerRule } from '../../../pipeline/pipeline.ts';
import { verdict } from '../../../runner/scheduler/trigger-rule.ts';

/*
 * A letter for each need: s success, f failed, u upstream_failed, k skipped, . still on its way.
 * Behind it what each rule says: R run, w wait, K skipped, U upstream_failed.
 */
const rules: readonly TriggerRule[] = [
  'all_success',
  'all_failed',
  'all_done',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
  'all_skipped',
];

const table = `
  needs  all_s all_f all_d one_s one_f one_d none_f none1 none_k all_k
  ss     R     K     R     R     K     R     R      R     R      K
  ff     U     R     R     U     R     R     U      U     R      K
  uu     U     R     R     U     R     K     U      U     R      K
  kk     K     K     R     K     K     K     R      K     K      R
  sf     U     K     R     R     R     R     U      U     R      K
  su     U     K     R     R     R     R     U      U     R      K
  sk     K     K     R     R     K     R     R      R     K      K
  fk     U     K     R     U     R     R     U      U     K      K
  uk     U     K     R     U     R     K     U      U     K      K
  ..     w     w     w     w     w     w     w      w     w      w
  s.     w     K     w     R     w     R     w      w     w      K
  f.     U     w     w     w     R     R     U      U     w      K
  u.     U     w     w     w     R     w     U      U     w      K
  k.     K     K     w     w     w     w     w      w     K      w
`;

const [, ...rows] = table.trim().split('\n');
for (const row of rows) {
  const [needs = '', ...letters] = row.trim().split(/\s+/);
  test(`needs that stand like "${needs}" let each rule say what Airflow says`, () => {
    const count = (letter: string) => [...needs].filter(need => need === letter).length;
    const counts = { success: count('s'), failed: count('f'), upstreamFailed: count('u'), skipped: count('k') };
    const said = rules.map(rule => verdict(rule, { total: needs.length, ...counts }));
    const words: Readonly<Record<string, string>> = { R: 'run', w: 'wait', K: 'skipped', U: 'upstream_failed' };
    assert.deepEqual(
      Object.fromEntries(rules.map((rule, index) => [rule, said[index]])),
      Object.fromEntries(rules.map((rule, index) => [rule, words[letters[index] ?? '']])),
    );
  });
}

test('a task without needs runs under every rule', () => {
  const none = { total: 0, success: 0, failed: 0, upstreamFailed: 0, skipped: 0 };
  assert.deepEqual(
    rules.map(rule => verdict(rule, none)),
    rules.map(() => 'run'),
  );
});
