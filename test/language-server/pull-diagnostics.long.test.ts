import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { LspClient } from './lsp-client.ts';

const textDocument = { uri: 'file:///project/a.pipeline.yaml' };
const typo = 'tasks:\n  load:\n    run: a\n  check:\n    needs: [lod]\n    run: b\n';

test('a client that asks for problems has them of the text of now, and is told of none unasked', {
  timeout: 60_000,
}, async () => {
  const client = new LspClient();
  try {
    const { result } = await client.request('initialize', {
      processId: null,
      capabilities: { textDocument: { diagnostic: {} } },
    });
    assert.match(JSON.stringify(result), /"diagnosticProvider":\{/);
    const ended = client
      .next(({ method }) => method === 'textDocument/publishDiagnostics')
      .then(
        () => 'told unasked',
        () => 'not told',
      );
    client.notify('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'dagwright', version: 1, text: typo },
    });
    assert.deepEqual(await codes(client), ['unknown-dependency']);
    client.notify('textDocument/didChange', {
      textDocument: { ...textDocument, version: 2 },
      contentChanges: [{ text: typo.replace('lod', 'load') }],
    });
    assert.deepEqual(await codes(client), []);
    client.notify('textDocument/didClose', { textDocument });
    assert.deepEqual(await codes(client), []);
    assert.equal((await client.request('shutdown')).error, undefined);
    client.tell({ method: 'exit' });
    assert.equal(await ended, 'not told');
  } finally {
    client.kill();
  }
});

test('a client that is told of problems may ask as well', { timeout: 60_000 }, async () => {
  const client = new LspClient();
  try {
    const { result } = await client.request('initialize', { processId: null, capabilities: {} });
    assert.doesNotMatch(JSON.stringify(result), /diagnosticProvider/);
    client.notify('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'dagwright', version: 1, text: typo },
    });
    assert.deepEqual(
      (await client.problems(1)).map(({ code }) => code),
      ['unknown-dependency'],
    );
    assert.deepEqual(await codes(client), ['unknown-dependency']);
  } finally {
    client.kill();
  }
});

test('a client that does not ask is told of files that are not open, and when their problems are gone', {
  timeout: 60_000,
}, async context => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-closed-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'closed.pipeline.yaml');
  writeFileSync(file, typo);
  const uri = pathToFileURL(file).href;
  const client = new LspClient();
  const told = async () => {
    const { params } = await client.next(({ method, params }) => {
      return method === 'textDocument/publishDiagnostics' && (params as { uri: string }).uri === uri;
    });
    return (params as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
  };
  try {
    const rootUri = pathToFileURL(folder).href;
    await client.request('initialize', { processId: null, rootUri, capabilities: {} });
    client.notify('initialized', {});
    assert.deepEqual(await told(), ['unknown-dependency']);
    writeFileSync(file, typo.replace('lod', 'load'));
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    assert.deepEqual(await told(), []);
  } finally {
    client.kill();
  }
});

test('problems come once: unasked where a client can be told of them, unless it wants to ask', () => {
  const pulls = (textDocument: object, initializationOptions = {}) =>
    clientSupport({ capabilities: { textDocument }, initializationOptions }).pulls;
  assert.equal(pulls({ publishDiagnostics: {} }), false);
  assert.equal(pulls({ publishDiagnostics: {}, diagnostic: {} }), false);
  assert.equal(pulls({ publishDiagnostics: {}, diagnostic: {} }, { diagnostics: 'pull' }), true);
  assert.equal(pulls({ diagnostic: {} }), true);
  assert.equal(pulls({}, { diagnostics: 'pull' }), false);
});

async function codes(client: LspClient): Promise<string[]> {
  const { result } = await client.request('textDocument/diagnostic', { textDocument });
  const { kind, items } = result as { kind: string; items: { code: string }[] };
  assert.equal(kind, 'full');
  return items.map(({ code }) => code);
}
