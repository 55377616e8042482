import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { ignoreFix, maySilence } from '../../pipeline/ignore-comments.ts';
import { fixed, problemsIn } from './render.ts';

test('A comment silences its own line, the next one, or the script that begins there', () => {
  const text = `tasks:
  a:
    run: x
    foo: 1 # dagwright-ignore unknown-key
    # dagwright-ignore unused-output, unknown-key
    # another comment
    bar: 2
  b:
    # dagwright-ignore unknown-reference
    run: |
      x

      \${{ params.b }}
`;
  assert.equal(problemsIn(text), '');
  assert.notEqual(problemsIn(text.replaceAll('dagwright-ignore', 'ignore')), '');
});

test('It silences nothing else, nor an error without which the file has no meaning', () => {
  assert.match(problemsIn('tasks:\n  # dagwright-ignore unused-output\n  a: { run: x, foo: 1 }\n'), /unknown-key/);
  assert.match(
    problemsIn('tasks:\n  # dagwright-ignore unknown-dependency\n  a: { run: x, needs: [b] }\n'),
    /unknown-dep/,
  );
  assert.match(
    problemsIn('tasks:\n  # dagwright-ignore unknown-key\n  a: { run: x }\n  b: { run: x, foo: 1 }\n'),
    /foo: 1/,
  );
});

test('The mend for a problem writes a comment that silences it', () => {
  const texts = [
    'tasks:\n  a:\n    run: x\n    foo: 1\n',
    'tasks:\r\n  a:\r\n    run: x\r\n    foo: 1\r\n',
    'tasks:\n  a:\n    run: |\n      if true; then\n        ${{ params.x }}\n',
    'tasks:\n  a:\n    run: x\n    env:\n      - 1\n    if: false\n',
    'params:\n  b: 1\ntasks:\n  a: { run: x }\n',
  ];
  for (const text of texts) {
    const found = analyse(text).problems.find(({ code }) => maySilence(code));
    const edit = found && ignoreFix(text, found)?.edits[0];
    assert.ok(found && edit, text);
    const silenced = text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
    const after = analyse(silenced).problems;
    assert.ok(!after.some(({ code, message }) => code === found.code && message === found.message), silenced);
    assert.equal(after.length, analyse(text).problems.length - 1, silenced);
  }
});

test('A comment that can silence nothing is told of: its code is misspelled, or that of an error that stays one', () => {
  const text = (code: string) => `tasks:\n  a:\n    # dagwright-ignore ${code}, for now\n    foo: 1\n    run: x\n`;
  assert.match(
    problemsIn(text('unknwon-key')),
    /There is no problem "unknwon-key", so nothing is silenced\. Did you mean "unknown-key"\?/,
  );
  assert.doesNotMatch(problemsIn(text('unknown-key')), /ignore/);
  assert.equal(problemsIn(fixed(text('unknwon-key'), 'unknown-key')), '');
  assert.match(
    problemsIn(text('dependency-cycle')),
    /No comment silences dependency-cycle: the pipeline cannot run with it/,
  );
});
