import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { workspaceSymbols } from '../../language-server/protocol/workspace-symbols.ts';

const documents = [
  document('file:///a/first%20one.pipeline.yaml', 'params: { load_limit: 1 }\ntasks:\n  reload: {}\n  Load: {}\n'),
  document('file:///b/pipeline.yaml', 'name: load\ntasks:\n  last_order: { run: x }\n  check: { run: x }\n'),
];

test('tasks and params of all open files are found by a part of their names, the best first', () => {
  assert.deepEqual(found('load'), [
    'load_limit 0:10 in first one.pipeline.yaml',
    'Load 3:2 in first one.pipeline.yaml',
    'reload 2:2 in first one.pipeline.yaml',
  ]);
  assert.deepEqual(found('LOR'), ['last_order 2:2 in pipeline.yaml']);
  assert.deepEqual(found('loadx'), []);
});

test('the file is told as a person would write it, whatever its address', () => {
  const file = (uri: string) => workspaceSymbols([document(uri, 'tasks: { a: {} }')], 'a')[0]?.containerName;
  assert.equal(file('file:///x/caf%C3%A9%20a.pipeline.yaml'), 'café a.pipeline.yaml');
  assert.equal(file('untitled:Untitled-1'), 'untitled:Untitled-1');
  assert.equal(file('file:///x/100%.yaml'), '100%.yaml');
});

test('without a query all are told, and of very many a thousand', () => {
  assert.equal(found('').length, 5);
  const tasks = Array.from({ length: 1200 }, (_, index) => `  t${index}: { run: x }\n`).join('');
  assert.equal(workspaceSymbols([document('file:///c', `tasks:\n${tasks}`)], 't').length, 1000);
});

function document(uri: string, text: string): OpenDocument {
  return new OpenDocument(uri, 1, text, 'utf-16');
}

function found(query: string): string[] {
  return workspaceSymbols(documents, query).map(
    ({ name, location: { range }, containerName }) =>
      `${name} ${range.start.line}:${range.start.character} in ${containerName}`,
  );
}
