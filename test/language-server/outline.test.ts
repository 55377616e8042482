import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OutlineItem, outline } from '../../language-server/outline.ts';
import { analyse } from '../../pipeline/analyse.ts';

test('the outline has the top-level keys, and below them the tasks with their needs and the names of params', () => {
  const text = 'name: x\nparams:\n  limit: 3\ntasks:\n  load:\n    run: a\n  check:\n    needs: [load]\n    run: b\n';
  assert.equal(
    drawn(text),
    ['name: x', 'params', '  limit: 3', 'tasks: 2 tasks', '  load', '  check: needs load'].join('\n'),
  );
});

test('every range lies in that of its parent and holds its name, also in a broken file', () => {
  const texts = [
    'tasks:\n  a:\n',
    'tasks:\n  : x\n  a: [',
    'tasks: {a: {run: x}}',
    'a: b: c\ntasks:\n\ta:',
    '"": x',
    'tasks:',
    'x',
  ];
  for (const text of texts)
    for (const item of outline(analyse(text))) checkRanges(item, { start: 0, end: text.length });
});

function checkRanges(item: OutlineItem, within: { start: number; end: number }): void {
  assert.ok(within.start <= item.range.start && item.range.end <= within.end, JSON.stringify(item));
  assert.ok(item.range.start <= item.nameRange.start && item.nameRange.end <= item.range.end, JSON.stringify(item));
  assert.notEqual(item.name.trim(), '');
  for (const child of item.children) checkRanges(child, item.range);
}

function drawn(text: string): string {
  const line = (item: OutlineItem, indent: string): string[] => [
    `${indent}${item.name}${item.detail ? `: ${item.detail}` : ''}`,
    ...item.children.flatMap(child => line(child, `${indent}  `)),
  ];
  return outline(analyse(text))
    .flatMap(item => line(item, ''))
    .join('\n');
}
