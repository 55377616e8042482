import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problem } from '../../../pipeline/problem.ts';
import { excerptOf } from '../../../runner/cli/check/excerpt.ts';
import { problemsJson } from '../../../runner/cli/check/problem-json.ts';
import { problemsText } from '../../../runner/cli/check/problem-text.ts';

const plain = (_: unknown, text: string) => text;

/** A problem at the word between the two `|` in `marked`, and the text without them. */
function problemIn(marked: string, more: Partial<Problem> = {}): { name: string; text: string; problems: Problem[] } {
  const [before = '', word = '', after = ''] = marked.split('|');
  const range = { start: before.length, end: before.length + word.length };
  const problem: Problem = {
    ...{ code: 'unknown-dependency', severity: 'error', range, message: 'No such task.', related: [], fixes: [] },
    ...more,
  };
  return { name: 'a.pipeline.yaml', text: before + word + after, problems: [problem] };
}

const shown = (marked: string, more: Partial<Problem> = {}, width = 80) =>
  problemsText(problemIn(marked, more), plain, width);

test('a problem is shown as a compiler does, with its line, related places and fix', () => {
  const range = { start: 0, end: 5 };
  assert.equal(
    shown('tasks:\n  b: { needs: [|aa|], run: x }\n', {
      related: [{ range, message: 'tasks begin here' }],
      fixes: [{ title: 'Change to a', edits: [{ range, newText: 'a' }] }],
    }),
    [
      'a.pipeline.yaml:2:16: error: No such task. [unknown-dependency]',
      '  2 │   b: { needs: [aa], run: x }',
      '    │                ^^',
      '  a.pipeline.yaml:1:1: note: tasks begin here',
      '  help: Change to a',
      '',
    ].join('\n'),
  );
});

test('tabs, wide letters and CRLF keep the underline below its word', () => {
  assert.equal(shown('\ta: |x|\r\nb: 1\r\n').split('\n').slice(1, 3).join('\n'), '  1 │     a: x\n    │        ^');
  assert.equal(shown('模型: "😀é" |x|').split('\n').slice(1, 3).join('\n'), '  1 │ 模型: "😀é" x\n    │             ^');
});

test('a place without length, at the end of the text, and over several lines has an underline', () => {
  assert.match(shown('a:||'), /│ {3}\^\n/);
  assert.match(shown('||'), /:1:1: .*\n.*│ \n.*│ \^\n/);
  assert.match(shown('a: |[1,\n2]|'), /│ a: \[1,\n.*│ {4}\^{3}\n/);
});

test('control characters and marks that turn the text around are made visible', () => {
  assert.equal(excerptOf('a\0b\x1b[31m\u202ex', 0, 1, 80).text, 'a␀b␛[31m�x');
});

test('a very long line is cut to what fits around the place', () => {
  const line = `${'x'.repeat(1_000_000)}here${'y'.repeat(1_000_000)}`;
  const excerpt = excerptOf(line, 1_000_000, 1_000_004, 40);
  assert.match(excerpt.text, /^…x+herey+…$/);
  assert(excerpt.text.length <= 40);
  assert.equal(excerpt.text.slice(excerpt.indent, excerpt.indent + excerpt.length), 'here');
  const end = excerptOf('z'.repeat(500), 499, 500, 40);
  assert.match(end.text, /^…z+$/);
  assert.equal(end.indent + end.length, end.text.length);
  const wide = excerptOf('w'.repeat(500), 0, 500, 40);
  assert.match(wide.text, /^w+…$/);
  assert.equal(wide.length, wide.text.length - 1);
});

test('every place of a line of any letters has its excerpt within the width', () => {
  const line = 'a\t模😀é\u0301 👨‍👩‍👧 "x": \ud800 y'.repeat(8);
  for (let start = 0; start <= line.length; start++) {
    for (const width of [9, 20, 60]) {
      const { text, indent, length } = excerptOf(line, start, start + 3, width);
      assert(indent + length <= width + 2, `${start} in ${width}: ${text}`);
    }
  }
});

test('as JSON the places count from zero, in UTF-16 code units', () => {
  const range = { start: 0, end: 1 };
  const fixes = [{ title: 'Change', edits: [{ range, newText: 'b' }] }];
  const zero = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  assert.deepEqual(problemsJson(problemIn('a\r\n😀 |x|', { related: [{ range, message: 'here' }], fixes })), [
    {
      ...{ file: 'a.pipeline.yaml', code: 'unknown-dependency', severity: 'error', message: 'No such task.' },
      range: { start: { line: 1, character: 3 }, end: { line: 1, character: 4 } },
      related: [{ file: 'a.pipeline.yaml', range: zero, message: 'here' }],
      fix: { title: 'Change', edits: [{ range: zero, newText: 'b' }] },
    },
  ]);
});
