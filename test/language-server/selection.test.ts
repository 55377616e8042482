import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { positionAt } from '../../language-server/position.ts';
import { selectionRanges } from '../../language-server/protocol/selection-ranges.ts';
import { selectionsAt } from '../../language-server/selection.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { cursor } from './cursor.ts';

test('a selection grows from the word over value, entry, task and tasks to the file', () => {
  assert.deepEqual(grown("name: x\ntasks:\n  a:\n    run: x\n  b:\n    needs: [a, 'a-|b']\n    run: y\n"), [
    'a-b',
    "'a-b'",
    "[a, 'a-b']",
    "needs: [a, 'a-b']",
    "needs: [a, 'a-b']\n    run: y",
    "b:\n    needs: [a, 'a-b']\n    run: y",
    "tasks:\n  a:\n    run: x\n  b:\n    needs: [a, 'a-b']\n    run: y",
    "name: x\ntasks:\n  a:\n    run: x\n  b:\n    needs: [a, 'a-b']\n    run: y\n",
  ]);
});

test('in a script it grows over the line and the script', () => {
  assert.deepEqual(grown('tasks:\n  a:\n    run: >\n      python lo~ad.py\n      echo\n', '~').slice(0, 4), [
    'load',
    'python load.py',
    '>\n      python load.py\n      echo',
    'run: >\n      python load.py\n      echo',
  ]);
});

test('on a key, a name and a param it begins with their words', () => {
  assert.deepEqual(grown('tasks:\n  a|b:\n    run: x').slice(0, 2), ['ab', 'ab:\n    run: x']);
  assert.deepEqual(grown('params:\n  li|mit: { type: number }\n').slice(0, 2), ['limit', 'limit: { type: number }']);
  assert.deepEqual(grown('params:\n  limit: { type: num|ber }\n'), [
    'number',
    'type: number',
    '{ type: number }',
    'limit: { type: number }',
    'params:\n  limit: { type: number }',
    'params:\n  limit: { type: number }\n',
  ]);
});

test('each selection holds the cursor and is more than the one before, in any beginning of a file', () => {
  const file =
    'env: &e { A: \'b\' }\ntasks:\n  a:\n    env: *e\n    needs: [b, "c"]\n    run: |\n      x y\n  b: {run: é}\n';
  for (let cut = 0; cut <= file.length; cut++) {
    const analysis = analyse(file.slice(0, cut));
    for (let offset = 0; offset <= cut; offset += 3) {
      let inner = { start: offset, end: offset };
      for (const range of selectionsAt(analysis, offset)) {
        assert.ok(range.start <= inner.start && inner.end <= range.end && range.end <= cut);
        assert.ok(range.end - range.start > inner.end - inner.start);
        inner = range;
      }
    }
  }
});

test('each position is answered, the innermost with what is around it', () => {
  const { text, offset } = cursor('tasks: { a: { run: wo|rd } }');
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  const at = positionAt(document, offset);
  const [first, second, ...others] = selectionRanges(document, [at, { line: 0, character: 1 }]);
  assert.deepEqual(others, []);
  assert.deepEqual(first?.range, { start: { line: 0, character: 19 }, end: { line: 0, character: 23 } });
  assert.deepEqual(first?.parent?.range.start, { line: 0, character: 14 });
  assert.deepEqual(second?.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } });
  const empty = new OpenDocument('file:///a', 1, '', 'utf-16');
  const start = { line: 0, character: 0 };
  assert.deepEqual(selectionRanges(empty, [start]), [{ range: { start, end: start } }]);
});

function grown(source: string, mark?: string): string[] {
  const { text, offset } = cursor(source, mark);
  return selectionsAt(analyse(text), offset).map(({ start, end }) => text.slice(start, end));
}
