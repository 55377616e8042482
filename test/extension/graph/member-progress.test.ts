import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemberProgress } from '../../../extension/graph/webview/member-progress.ts';

test('a member that was interrupted has not ended', () => {
  const progress = new MemberProgress();
  for (const task of ['g', 'g[n=1]', 'g[n=2]']) progress.add(task);
  const statuses = new Map([
    ['g', 'interrupted'] as const,
    ['g[n=1]', 'success'] as const,
    ['g[n=2]', 'interrupted'] as const,
  ]);
  assert.deepEqual(progress.of(['g'], statuses), { ended: 1, total: 2 });
});
