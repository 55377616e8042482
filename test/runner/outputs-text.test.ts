import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestOutput, parseOutputs, typedValue } from '../../runner/outputs-text.ts';

function read(text: string): unknown {
  const parsed = parseOutputs(text);
  return 'error' in parsed ? parsed.error : Object.fromEntries(parsed.values);
}

test('outputs are lines of name=value; the last of two wins, and an end without a line break counts', () => {
  assert.deepEqual(read('a=1\n\n b = x=y \na=2'), { a: '2', b: ' x=y ' });
  assert.deepEqual(read(''), {});
});

test('a value of several lines stands between two marks', () => {
  assert.deepEqual(read('a<<END\none\n\ntwo=2\nEND\nb=3\n'), { a: 'one\n\ntwo=2', b: '3' });
  assert.deepEqual(read('a<<E\nE\n'), { a: '' });
  assert.deepEqual(read('a=x<<y\n'), { a: 'x<<y' });
});

test('line breaks and the byte order mark of Windows are no part of a value', () => {
  assert.deepEqual(read('\uFEFFa=1\r\nb<<E\r\none\r\ntwo\r\nE\r\n'), { a: '1', b: 'one\ntwo' });
});

test('what is wrong is said with its line, shortened', () => {
  assert.equal(read('a=1\nhello'), 'Line 2 of its outputs is neither name=value nor name<<END: hello');
  assert.equal(read('a<<END\none\n'), 'Its output `a` has no end: there is no line `END`.');
  assert.match(String(read('x'.repeat(1000))), /: x{60}…$/);
});

test('a value is of its declared type or of none', () => {
  const cases = [
    ['number', ['1', ' -2.5e3 ', '.5', 'x', '', '0x10', 'Infinity', '1e999'], [1, -2500, 0.5, ...Array(5)]],
    ['integer', ['7', '1e3', '1.5', '12345678901234567890'], [7, 1000, undefined, undefined]],
    ['boolean', ['true', 'False', 'yes'], [true, false, undefined]],
    ['json', ['{"a":[1]}', 'null', '{'], [{ a: [1] }, null, undefined]],
    ['string', [' a '], [' a ']],
  ] as const;
  for (const [type, texts, values] of cases) {
    assert.deepEqual(
      texts.map(text => typedValue(text, type)),
      values,
    );
  }
});

test('the largest value is found where there is too much to be read', () => {
  const big = 'x'.repeat(5000);
  assert.equal(largestOutput(`a=1\nb=${big}\nc=2\n`), 'b');
  assert.equal(largestOutput(`a=1\nb<<END\n1\n${big}\n2\nEND\nc=2`), 'b');
  assert.equal(largestOutput(`a<<END\nx=${big}\nENDS\nEND\nd=${big}y${big}`), 'd');
  assert.equal(largestOutput(`a=1\nb<<END\n${big}`), 'b');
});
