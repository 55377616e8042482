import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineStarts } from '../../language-server/line-starts.ts';
import { type Encoding, offsetAt, positionAt } from '../../language-server/position.ts';

test('line starts follow every edit as if the text were read anew', () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 300; round++) {
    let text = pieceOf(random, 20);
    const lines = new LineStarts(text);
    for (let edit = 0; edit < 12; edit++) {
      const start = random(text.length + 1);
      const end = start + random(text.length - start + 1);
      const added = pieceOf(random, 6);
      const before = text;
      text = text.slice(0, start) + added + text.slice(end);
      lines.replace(before, start, end, added);
      assert.deepEqual(startsOf(lines, text), startsOf(new LineStarts(text), text), JSON.stringify([before, text]));
    }
  }
});

test('a position counts UTF-16 units or bytes of UTF-8, as agreed on, and comes back as the same offset', () => {
  const text = 'a: é\nb: 𝄞x\r\nc: 漢|';
  const at = (encoding: Encoding) => {
    const document = { source: text, lines: new LineStarts(text), encoding };
    for (let offset = 0; offset <= text.length; offset++) {
      const isInsidePair = text.slice(0, offset).endsWith('𝄞'[0] ?? '');
      const isInsideLineEnd = text[offset - 1] === '\r';
      if (isInsidePair || isInsideLineEnd) continue;
      assert.equal(offsetAt(document, positionAt(document, offset)), offset);
    }
    const { line, character } = positionAt(document, text.indexOf('|'));
    return `${line}:${character} x at ${positionAt(document, text.indexOf('x')).character}`;
  };
  assert.equal(at('utf-16'), '2:4 x at 5');
  assert.equal(at('utf-8'), '2:6 x at 7');
});

test('a position that is not there counts as the nearest one that is', () => {
  const text = 'name: a\r\ntasks:\n';
  const document = { source: text, lines: new LineStarts(text), encoding: 'utf-16' } as const;
  const offsets = [
    { line: 0, character: 1e9 },
    { line: 1e9, character: 0 },
    { line: -3, character: -3 },
    { line: Number.NaN, character: Number.NaN },
    { line: 2, character: 5 },
  ].map(position => offsetAt(document, position));
  assert.deepEqual(offsets, [7, text.length, 0, 0, text.length]);
});

function startsOf(lines: LineStarts, text: string): number[] {
  return Array.from({ length: lines.count }, (_, line) => lines.startOf(line, text.length));
}

function pieceOf(random: (below: number) => number, most: number): string {
  return Array.from({ length: random(most) }, () => 'ab\r\n\n'[random(5)]).join('');
}

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}
