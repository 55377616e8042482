import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf } from '../../extension/pipelines/text-difference.ts';

test('the difference of two texts is one replacement that makes the second of the first', () => {
  const texts = ['', 'a', 'aa', 'aaa', 'aba', 'abba', 'tasks:\n', 'tasks:\n  a:\n', 'tasks:\n  a:\n  a:\n'];
  for (const before of texts) {
    for (const after of texts) {
      const edit = differenceOf(before, after);
      const { start, end } = edit?.range ?? { start: 0, end: 0 };
      assert.equal(before.slice(0, start) + (edit?.newText ?? '') + before.slice(end), after);
      assert.equal(edit === undefined, before === after);
    }
  }
});
