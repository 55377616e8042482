import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LspClient } from './lsp-client.ts';

const uri = 'file:///project/a.pipeline.yaml';
const textDocument = { uri };
const capabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    publishDiagnostics: { relatedInformation: true },
    completion: { completionItem: { snippetSupport: true } },
  },
};
let client: LspClient;

before(async () => {
  client = new LspClient();
  const { result } = await client.request('initialize', { processId: process.pid, rootUri: null, capabilities });
  assert.equal((result as { capabilities: { positionEncoding: string } }).capabilities.positionEncoding, 'utf-16');
  client.notify('initialized', {});
});

after(() => client.kill());

test('a typo is told while it is typed, completed, mended, and the server ends with 0', {
  timeout: 60_000,
}, async () => {
  const text = 'tasks:\n  load:\n    run: a\n  check:\n    needs: [load]\n    run: b\n';
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'dagwright', version: 1, text } });
  assert.deepEqual(await client.problems(1), []);

  change(2, 4, 13, 4, 16, 'od');
  const [typo] = await client.problems(2);
  assert.equal(typo?.code, 'unknown-dependency');
  assert.deepEqual(typo?.range, { start: { line: 4, character: 12 }, end: { line: 4, character: 15 } });

  const actions = await client.request('textDocument/codeAction', {
    textDocument,
    range: typo?.range,
    context: { diagnostics: [typo] },
  });
  const [action] = actions.result as { edit: { changes: Record<string, { newText: string }[]> } }[];
  assert.equal(action?.edit.changes[uri]?.[0]?.newText, 'load');

  change(3, 4, 12, 4, 15, '');
  await client.problems(3);
  const completed = await client.request('textDocument/completion', {
    textDocument,
    position: { line: 4, character: 12 },
  });
  assert.deepEqual(
    (completed.result as { items: { label: string }[] }).items.map(({ label }) => label),
    ['load'],
  );

  change(4, 4, 12, 4, 12, 'load');
  assert.deepEqual(await client.problems(4), []);
  const here = { textDocument, position: { line: 4, character: 13 } };
  const hover = await client.request('textDocument/hover', here);
  assert.match(JSON.stringify(hover.result), /\*\*load\*\* \(task\)/);
  const definition = await client.request('textDocument/definition', here);
  assert.deepEqual(definition.result, [
    { uri, range: { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } } },
  ]);
  const rename = await client.request('textDocument/rename', { ...here, newName: 'check' });
  assert.match(rename.error?.message ?? '', /There is a task "check" already/);
  const symbols = await client.request('textDocument/documentSymbol', { textDocument });
  assert.match(JSON.stringify(symbols.result), /"needs load"/);
  const found = await client.request('workspace/symbol', { query: 'che' });
  assert.match(JSON.stringify(found.result), /^\[\{"name":"check"[^[]*\]$/);
  const foldings = await client.request('textDocument/foldingRange', { textDocument });
  assert.deepEqual(foldings.result, [
    { startLine: 0, endLine: 5 },
    { startLine: 1, endLine: 2 },
    { startLine: 3, endLine: 5 },
  ]);
  const selections = await client.request('textDocument/selectionRange', { textDocument, positions: [here.position] });
  const [selection] = selections.result as { range: unknown }[];
  assert.deepEqual(selection?.range, { start: { line: 4, character: 12 }, end: { line: 4, character: 16 } });
  assert.deepEqual((await client.request('textDocument/documentLink', { textDocument })).result, []);
  const prepared = await client.request('textDocument/prepareCallHierarchy', here);
  const [item] = prepared.result as { name: string }[];
  assert.equal(item?.name, 'load');
  const incoming = await client.request('callHierarchy/incomingCalls', { item });
  assert.match(JSON.stringify(incoming.result), /"name":"check"/);
  assert.deepEqual((await client.request('callHierarchy/outgoingCalls', { item })).result, []);

  client.notify('textDocument/didClose', { textDocument });
  assert.deepEqual(await client.problems(4), []);
  assert.equal((await client.request('shutdown')).error, undefined);
  const ended = client.exitCode();
  client.tell({ method: 'exit' });
  assert.equal(await ended, 0);
});

test('malformed and misplaced messages do not end the server', { timeout: 60_000 }, async () => {
  const other = new LspClient();
  try {
    await other.request('initialize', { processId: null, rootUri: null, capabilities: 7 });
    other.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'x', version: 1, text: 'tasks:\n  a: {' },
    });
    other.notify('textDocument/didOpen', {});
    other.notify('textDocument/didChange', {
      textDocument: { uri: 'file:///unknown', version: 1 },
      contentChanges: [{ text: 'x' }],
    });
    other.notify('textDocument/didChange', { textDocument, contentChanges: 5 });
    other.notify('textDocument/didClose', { textDocument: { uri: 'file:///unknown' } });
    other.notify('no/such/notification', null);
    assert.ok((await other.request('no/such/request')).error);
    assert.ok((await other.request('textDocument/hover', {})).error);
    const unknown = { textDocument: { uri: 'file:///unknown' }, position: { line: 0, character: 0 } };
    assert.equal((await other.request('textDocument/completion', unknown)).result, null);
    const far = { textDocument, position: { line: 1e9, character: 1e9 } };
    for (const method of ['hover', 'completion', 'definition', 'references', 'documentHighlight', 'prepareRename']) {
      assert.equal((await other.request(`textDocument/${method}`, far)).error, undefined, method);
    }
    other.write('{ this is no JSON');
    other.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'nmae: x' }],
    });
    assert.ok((await other.problems(2)).length > 0);
  } finally {
    other.kill();
  }
});

test('a client that is gone without a word leaves no server behind', { timeout: 60_000 }, async () => {
  const other = new LspClient();
  await other.request('initialize', { processId: null, rootUri: null, capabilities: {} });
  const ended = other.exitCode();
  other.hangUp();
  assert.equal(await ended, 1);
});

test('over the channel of a parent process it answers too, and ends when the parent lets go', {
  timeout: 60_000,
}, async () => {
  const main = new URL('../../language-server/main.ts', import.meta.url);
  const server = fork(main, ['--node-ipc']);
  const answered = once(server, 'message');
  server.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, capabilities: {} } });
  assert.match(JSON.stringify(await answered), /"hoverProvider":true/);
  const ended = once(server, 'exit');
  server.disconnect();
  assert.deepEqual(await ended, [1, null]);
});

function change(
  version: number,
  line: number,
  character: number,
  endLine: number,
  endCharacter: number,
  text: string,
): void {
  const range = { start: { line, character }, end: { line: endLine, character: endCharacter } };
  client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text }] });
}

test('a folder that is opened later is looked through, and one that is closed no longer', {
  timeout: 60_000,
}, async context => {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-roots-'));
  const editor = new LspClient();
  context.after(() => {
    editor.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, 'a.pipeline.yaml'), 'tasks:\n  found_later: { run: x }\n');
  const workspace = { workspaceFolders: true };
  await editor.request('initialize', { processId: process.pid, workspaceFolders: [], capabilities: { workspace } });
  editor.notify('initialized', {});
  const found = async () => JSON.stringify((await editor.request('workspace/symbol', { query: 'found' })).result);
  assert.equal(await found(), '[]');
  const opened = { uri: pathToFileURL(folder).href, name: 'later' };
  editor.notify('workspace/didChangeWorkspaceFolders', { event: { added: [opened], removed: [] } });
  assert.match(await found(), /found_later/);
  editor.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [opened] } });
  assert.equal(await found(), '[]');
});

test('files of YAML that are no pipelines are left alone, whoever sends them', { timeout: 60_000 }, async () => {
  const other = new LspClient();
  try {
    await other.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    const open = (name: string) => {
      const place = { uri: `file:///project/${name}` };
      const text = 'tasks:\n  a: { run: x, needs: [b] }\n';
      other.notify('textDocument/didOpen', { textDocument: { ...place, languageId: 'yaml', version: 1, text } });
      return place.uri;
    };
    const told = async (name: string) => {
      const asked = { textDocument: { uri: open(name) } };
      const { result } = await other.request('textDocument/documentSymbol', asked);
      return result !== null;
    };
    assert.deepEqual(
      [await told('compose.yaml'), await told('pipeline.yml'), await told('my-pipeline.yaml')],
      [false, false, false],
    );
    assert.deepEqual(
      [await told('pipeline.yaml'), await told('a.pipeline.yml'), await told('b.pipeline.yaml')],
      [true, true, true],
    );
  } finally {
    other.kill();
  }
});
