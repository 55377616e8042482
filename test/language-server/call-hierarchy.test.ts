import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { offsetAt, type Range } from '../../language-server/position.ts';
import { incomingCalls, outgoingCalls, prepareCalls } from '../../language-server/protocol/call-hierarchy.ts';
import { cursor } from './cursor.ts';

const tasks = (load: string, check: string, report: string) =>
  `tasks:\n  ${load}:\n    run: a\n  ${check}:\n    needs: load\n    run: b\n  ${report}:\n    needs: [check, load, none]\n    run: c\n`;

test('what a task calls is what it needs, upstream', () => {
  assert.deepEqual(calls(tasks('load', 'check', 'rep|ort')).outgoing, ['check at 7:12 check', 'load at 7:19 load']);
  assert.deepEqual(calls(tasks('lo|ad', 'check', 'report')).outgoing, []);
});

test('what calls a task is what needs it, downstream, with the places in their needs', () => {
  assert.deepEqual(calls(tasks('lo|ad', 'check', 'report')).incoming, ['check at 4:11 load', 'report at 7:19 load']);
  assert.deepEqual(calls(tasks('load', 'check', 'repor|t')).incoming, []);
});

test('it begins at a name wherever it stands, or anywhere in a task', () => {
  const file = (need: string, script: string) =>
    `tasks:\n  a:\n    description: First.\n    run: x\n  b:\n    needs: [${need}]\n    run: ${script}\n`;
  assert.equal(calls(file('|a', 'y')).item, 'a (First.)');
  assert.equal(calls(file('a', 'ec|ho')).item, 'b');
  assert.equal(calls(file('a', `\${{ tasks.|a.status }}`)).item, 'a (First.)');
  assert.equal(calls(file('no|ne', 'y')).item, undefined);
  assert.equal(calls('nam|e: x\ntasks: {}\n').item, undefined);
});

test('a circle is walked as far as one likes, also by a task that needs itself twice', () => {
  const { incoming, outgoing } = calls('tasks:\n  |a:\n    needs: [a, a]\n    run: x\n');
  assert.deepEqual([incoming, outgoing], [['a at 2:12 a, 2:15 a'], ['a at 2:12 a, 2:15 a']]);
});

test('a task that is gone since it was asked for has no answer', () => {
  const before = new OpenDocument('file:///a', 1, 'tasks: { a: { run: x } }', 'utf-16');
  const [item] = prepareCalls(before, 9) ?? [];
  assert.ok(item);
  before.change([{ text: 'tasks: {}' }], 2);
  assert.deepEqual([incomingCalls(before, item), outgoingCalls(before, item)], [null, null]);
});

function calls(source: string): { item?: string; incoming: string[]; outgoing: string[] } {
  const { text, offset } = cursor(source);
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  const [item] = prepareCalls(document, offset) ?? [];
  if (!item) return { incoming: [], outgoing: [] };
  const at = (range: Range) =>
    `${range.start.line}:${range.start.character} ${text.slice(offsetAt(document, range.start), offsetAt(document, range.end))}`;
  return {
    item: item.detail ? `${item.name} (${item.detail})` : item.name,
    incoming: (incomingCalls(document, item) ?? []).map(
      ({ from, fromRanges }) => `${from.name} at ${fromRanges.map(at).join(', ')}`,
    ),
    outgoing: (outgoingCalls(document, item) ?? []).map(
      ({ to, fromRanges }) => `${to.name} at ${fromRanges.map(at).join(', ')}`,
    ),
  };
}
