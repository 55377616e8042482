import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';

const endless: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  ['brackets without end', `tasks: ${'['.repeat(2_000_000)}`, /nested too deeply/],
  ['quotes without end', '"'.repeat(2_000_000), /Nothing may stand|closing double quote/],
  ['colons without end', `tasks:\n  a:\n    run: ${'x: '.repeat(1_000_000)}`, /too large/],
  ['one key without end', `tasks:\n  ${'k'.repeat(4_000_000)}:\n    run: x\n`, /1024/],
  ['one key again and again', `tasks:\n  a:\n    run: x\n${'    foo: x\n'.repeat(50_000)}`, /stands here twice/],
];

for (const [title, text, message] of endless) {
  test(`A file of ${title} is answered, in a sentence`, () => {
    const told = analyse(text).problems.slice(0, 10);
    assert.match(told.map(found => found.message).join('\n'), message);
  });
}
