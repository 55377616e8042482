import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { randomFrom } from '../random.ts';

const endless: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  ['brackets without end', `tasks: ${'['.repeat(300_000)}`, /nested too deeply/],
  ['quotes without end', '"'.repeat(300_000), /Nothing may stand|closing double quote/],
  ['colons without end', `tasks:\n  a:\n    run: ${'x: '.repeat(1_000_000)}`, /too long/],
  ['one key without end', `tasks:\n  ${'k'.repeat(300_000)}:\n    run: x\n`, /1024/],
  ['one key again and again', `tasks:\n  a:\n    run: x\n${'    foo: x\n'.repeat(50_000)}`, /stands here twice/],
];

for (const [title, text, message] of endless) {
  test(`A file of ${title} is answered, in a sentence`, () => {
    const told = analyse(text).problems.slice(0, 10);
    assert.match(told.map(found => found.message).join('\n'), message);
  });
}

const random = randomFrom(4);
const signs = ['{', '}', '[', ']', ',', ': ', 'a', '"b"', "'c'", '*x', '&x ', ' ', '\n     '];

function junk(length: number): string {
  let text = '';
  while (text.length < length) text += signs[Math.floor(random() * signs.length)];
  return text;
}

const oneLine: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  ['a line of ten megabytes', 'x'.repeat(10_000_000), /too large/],
  ['a script of ten megabytes in one line', `tasks:\n  a:\n    run: ${'echo '.repeat(2_000_000)}\n`, /too large/],
  ['a script of seven megabytes in one line', `tasks:\n  a:\n    run: ${'echo '.repeat(1_400_000)}\n`, /too long/],
  ['needs of seven megabytes', `tasks:\n  a:\n    run: x\n    needs: [${'b, '.repeat(2_300_000)}b]\n`, /too long/],
  ['a comment of seven megabytes', `tasks:\n  a:\n    run: x # ${'-'.repeat(7_000_000)}\n`, /too long/],
  ['half a megabyte of signs in brackets', `tasks: {${junk(580_000)}}\n`, /too large/],
  [
    'two thousand tasks of signs that mean nothing',
    `tasks:\n${Array.from({ length: 2000 }, (_, index) => `  t${index}: ${junk(60)}\n`).join('')}`,
    /must stand in quotes/,
  ],
  ['commas of half a megabyte', `tasks:\n  a:\n    run: [${','.repeat(390_000)}]\n`, /too large/],
  [
    'a task of fifty thousand keys',
    `tasks:\n  a:\n    run: x\n${Array.from({ length: 50_000 }, (_, index) => `    key${index}: 1\n`).join('')}`,
    /"key0" is not known here/,
  ],
  [
    'an alias bomb',
    `a: &a [x]\n${Array.from({ length: 25 }, (_, index) => `b${index}: &b${index} [*${index === 0 ? 'a' : `b${index - 1}`}${`, *${index === 0 ? 'a' : `b${index - 1}`}`.repeat(9)}]`).join('\n')}\ntasks:\n  t: { run: x }\n`,
    /Too many aliases/,
  ],
];

for (const [title, text, message] of oneLine) {
  test(`${title} is answered within a second`, () => {
    for (let trial = 0; ; trial++) {
      const took = milliseconds(() => {
        const told = analyse(text).problems.slice(0, 40);
        assert.match(told.map(found => found.message).join('\n'), message);
      });
      if (took < 1000) return;
      assert.ok(trial < 3, `${took} ms`);
    }
  });
}

/** Of a processor: what else the machine does meanwhile does not count. */
function milliseconds(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
