import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatBytes, remark, TerminalText } from '../../extension/output/terminal-text.ts';

function shown(...pieces: (string | Uint8Array)[]): string {
  const text = new TerminalText();
  const encoder = new TextEncoder();
  return (
    pieces.map(piece => text.push(typeof piece === 'string' ? encoder.encode(piece) : piece)).join('') + text.end()
  );
}

describe('output in a terminal', () => {
  test('a line feed returns to the first column', () => assert.equal(shown('a\nb\n\nc'), 'a\r\nb\r\n\r\nc'));
  test('a return that is there is not doubled, also between two pieces', () => {
    assert.equal(shown('a\r\nb'), 'a\r\nb');
    assert.equal(shown('a\r', '\nb\n'), 'a\r\nb\r\n');
  });
  test('a lone return is kept: progress bars draw with it', () =>
    assert.equal(shown('10%\r20%\r', '30%'), '10%\r20%\r30%'));
  test('a character cut between two pieces is put together', () => {
    const bytes = new TextEncoder().encode('é😀');
    assert.equal(shown(bytes.subarray(0, 1), bytes.subarray(1, 4), bytes.subarray(4)), 'é😀');
  });
  test('bytes that are no UTF-8 become replacement characters', () =>
    assert.equal(shown(new Uint8Array([0xff, 0x0a])), '\ufffd\r\n'));
  test('a remark cannot be broken out of by a name in it', () => {
    assert.equal(remark('a\u001b[31mb\nc'), '\u001b[0;2ma [31mb c\u001b[0m\r\n');
  });
});

test('sizes are written in the unit a person would choose', () => {
  assert.deepEqual([0, 999, 1000, 1_500_000, 123_456_789, 1e12].map(formatBytes), [
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '1.5 MB',
    '123 MB',
    '1.0 TB',
  ]);
});
