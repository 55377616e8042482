import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { positionAt } from '../../language-server/position.ts';
import { analyse } from '../../pipeline/analyse.ts';

const source =
  'params: { limit: 3 }\ntasks:\n  load:\n    run: a\n  check:\n    needs: [load]\n    run: b ${{ params.limit }}\n';

test('after any changes, looked at or not in between, a document says the same as one that is just opened', () => {
  const pieces = ['x', '\n', ' ', '  new:\n    run: y\n', '[', ']', ':', '"', '', '', '- ', '\r\n', '#', '${{', 'load'];
  let state = 11;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  for (let round = 0; round < 120; round++) {
    const document = new OpenDocument('file:///a', 1, source, 'utf-16');
    for (let step = 0; step < 6; step++) {
      const changes = Array.from({ length: 1 + random(3) }, () => {
        const start = random(document.text.length + 1);
        const end = Math.min(document.text.length, start + random(4));
        const range = { start: positionAt(document, start), end: positionAt(document, end) };
        return { range, text: pieces[random(pieces.length)] ?? '' };
      });
      document.change(changes, step + 2);
      if (random(2) === 0) continue;
      const fresh = analyse(document.text);
      assert.equal(document.analysis.text, document.text);
      assert.deepEqual(document.analysis.problems, fresh.problems, document.text);
      assert.deepEqual(document.analysis.pipeline, fresh.pipeline, document.text);
    }
  }
});

test('a change without a range is a new text', () => {
  const document = new OpenDocument('file:///a', 1, source, 'utf-16');
  assert.equal(document.analysis.syntax.tasks.length, 2);
  document.change([{ text: 'tasks:\n  one:\n    run: x\n' }], 2);
  assert.equal(document.analysis.syntax.tasks.length, 1);
  assert.equal(document.version, 2);
});

test('a range whose end comes first is read the other way round, one beyond the text ends with it', () => {
  const document = new OpenDocument('file:///a', 1, 'name: abc', 'utf-16');
  const at = (character: number) => ({ line: 0, character });
  document.change([{ range: { start: at(8), end: at(6) }, text: 'x' }], 2);
  assert.equal(document.text, 'name: xc');
  document.change([{ range: { start: at(7), end: { line: 99, character: 99 } }, text: 'y' }], 3);
  assert.equal(document.text, 'name: xy');
});
