import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filePattern, matches } from '../../pipeline/file-pattern.ts';

function fits(pattern: string, path: string): boolean {
  const read = filePattern(pattern);
  assert.ok(read);
  return matches(read, path);
}

test('a star stands for any text of a part, a question mark for a letter, two stars for any folders', () => {
  const fitting = [
    ['data/*.csv', 'data/a.csv'],
    ['*a*b?', 'xaybzbc'],
    ['**/a', 'a'],
    ['**/a', 'x/y/a'],
    ['x/**', 'x'],
    ['x/**/y/**/z', 'x/1/y/y/2/z'],
  ] as const;
  for (const [pattern, path] of fitting) assert.ok(fits(pattern, path), `${pattern} ${path}`);
  const others = [
    ['data/*.csv', 'data/a/b.csv'],
    ['data/*.csv', 'data/.csv'],
    ['a?', 'a'],
    ['x/**/y', 'x/z'],
    ['*a', 'ab'],
  ] as const;
  for (const [pattern, path] of others) assert.ok(!fits(pattern, path), `${pattern} ${path}`);
});

test('many stars over a path that almost fits take no time', () => {
  assert.ok(!fits('*a'.repeat(20), `${'a'.repeat(200)}b`));
  assert.ok(!fits(`${'**/a/'.repeat(20)}c`, `${'a/'.repeat(200)}b`));
});
