import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EditedText } from '../../pipeline/edited-text.ts';
import { randomFrom } from '../random.ts';

test('A text that was edited again and again reads as if each edit had been made on the whole', () => {
  const random = randomFrom(12);
  const below = (end: number) => Math.floor(random() * end);
  for (let round = 0; round < 200; round++) {
    let text = 'abcdefghijklmnopqrstuvwxyz'.repeat(1 + below(4));
    let edited = new EditedText(text);
    for (let step = 0; step < 8; step++) {
      const start = below(text.length + 1);
      const range = { start, end: Math.min(text.length, start + below(6)) };
      const newText = 'XYZ'.slice(below(4));
      text = text.slice(0, range.start) + newText + text.slice(range.end);
      edited = edited.edited({ range, newText });
      const from = below(text.length + 1);
      const to = from + below(text.length - from + 1);
      assert.equal(edited.length, text.length);
      assert.equal(edited.slice(from, to), text.slice(from, to));
      if (random() < 0.2) assert.equal(edited.whole, text);
    }
    assert.equal(edited.whole, text);
  }
});

test('A long text typed in one place is whole too', () => {
  const typed = 'x'.repeat(40_000);
  const at = (start: number) => ({ range: { start, end: start }, newText: typed });
  const text = new EditedText('ab').edited(at(1)).edited(at(2)).edited(at(40_000));
  assert.equal(text.whole, `a${typed}${typed}${typed}b`);
});
