import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { foldingRanges } from '../../language-server/protocol/folding-ranges.ts';

test('top-level maps, the tasks, each task, its maps and lists and scripts fold into their first lines', () => {
  const text = `name: x
params:
  limit:
    type: number
  region: { type: string }
triggers:
  - cron: x
    timezone: UTC
tasks:
  load:
    env:
      A: b
    run: |
      one

      two

  check:
    needs: [
      load,
    ]
    run: x
`;
  assert.deepEqual(folded(text), [
    'params: … region: { type: string }',
    'limit: … type: number',
    'triggers: … timezone: UTC',
    'tasks: … run: x',
    'load: … two',
    'env: … A: b',
    'run: | … two',
    'check: … run: x',
    'needs: [ … ]',
  ]);
});

test('what has one line does not fold, and a line begins one fold', () => {
  assert.deepEqual(folded('name: x\nparams: { a: 1 }\ntasks: { a: { run: x } }\n'), []);
  assert.deepEqual(folded('tasks: { a: {\n  run: x } }\n'), ['tasks: { a: { … run: x } }']);
});

test('comments of several lines fold, with every line end', () => {
  assert.deepEqual(folded('# one\r\n# two\r\nname: x\r\n# alone\r\n'), ['# one … # two (comment)']);
});

test('a half-typed file folds as far as it is read, and an alias not at all', () => {
  assert.deepEqual(folded('tasks:\n  a:\n    run: x\n  b:\n    needs: [\n'), [
    'tasks: … needs: [',
    'a: … run: x',
    'b: … needs: [',
  ]);
  assert.deepEqual(folded('env: &e\n  A: b\ntasks:\n  a:\n    env: *e\n    run: x\n'), [
    'env: &e … A: b',
    'tasks: … run: x',
    'a: … run: x',
  ]);
});

function folded(text: string): string[] {
  const lines = text.split(/\r?\n/).map(line => line.trim());
  return foldingRanges(new OpenDocument('file:///a', 1, text, 'utf-16')).map(
    ({ startLine, endLine, kind }) => `${lines[startLine]} … ${lines[endLine]}${kind ? ` (${kind})` : ''}`,
  );
}
