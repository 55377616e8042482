import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from './lsp-client.ts';

const uri = 'file:///project/a.pipeline.yaml';
const textDocument = { uri };
const text =
  'tasks:\n  load:\n    description: "é 𝄞"\n    run: a\n  check: { needs: [load], description: "é 𝄞", run: b }\n';

/** A server that has been greeted by a client which counts characters so. */
async function greeted(positionEncodings: readonly string[]): Promise<{ client: LspClient; encoding: unknown }> {
  const client = new LspClient();
  const { result } = await client.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { general: { positionEncodings } },
  });
  client.notify('initialized', {});
  return {
    client,
    encoding: (result as { capabilities: { positionEncoding: unknown } }).capabilities.positionEncoding,
  };
}

function open(client: LspClient, content: string): Promise<readonly { code: string; range: unknown }[]> {
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'dagwright', version: 1, text: content } });
  return client.problems(1);
}

function change(client: LspClient, version: number, contentChanges: readonly object[]): void {
  client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
}

describe('over the wire', { timeout: 60_000 }, () => {
  const before = '  check: { needs: [load], description: "é 𝄞",';
  assert.ok(text.includes(`${before} run: b }`));
  for (const { wanted, agreed, end } of [
    { wanted: ['utf-8'], agreed: 'utf-8', end: Buffer.byteLength(before) },
    { wanted: ['utf-8', 'utf-16'], agreed: 'utf-16', end: before.length },
    { wanted: ['utf-32'], agreed: 'utf-16', end: before.length },
  ]) {
    test(`a client that offers ${wanted} counts in ${agreed}, in what it tells and in what it is told`, async () => {
      const { client, encoding } = await greeted(wanted);
      try {
        assert.equal(encoding, agreed);
        assert.deepEqual(await open(client, text), []);
        // The space in front of `run`, behind an accent and a character of two units.
        const at = { line: 4, character: end };
        change(client, 2, [{ range: { start: at, end: at }, text: ' foo: 1,' }]);
        const [unknown] = await client.problems(2);
        assert.equal(unknown?.code, 'unknown-key');
        assert.deepEqual(unknown?.range, {
          start: { line: 4, character: end + 1 },
          end: { line: 4, character: end + 4 },
        });
      } finally {
        client.kill();
      }
    });
  }
});

describe('one server', { timeout: 60_000 }, () => {
  let client: LspClient;

  before(async () => {
    client = (await greeted(['utf-16'])).client;
    await open(client, text);
  });
  after(() => client.kill());

  test('takes a whole text as well as edits, also mixed in one message', async () => {
    const whole = 'tasks:\n  one:\n    run: x\n';
    const at = { line: 1, character: 5 };
    change(client, 2, [{ text: whole }, { range: { start: at, end: at }, text: '_more' }]);
    assert.deepEqual(await client.problems(2), []);
    const { result } = await client.request('textDocument/documentSymbol', { textDocument });
    assert.match(JSON.stringify(result), /"name":"one_more"/);
    change(client, 3, [{ text }]);
    assert.deepEqual(await client.problems(3), []);
  });

  test('answers a request that was taken back with nothing but that, and goes on', async () => {
    const message = (body: object) => {
      const json = JSON.stringify({ jsonrpc: '2.0', ...body });
      return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
    };
    const params = { textDocument, position: { line: 1, character: 3 } };
    // Both come in with one stroke, so that the first still waits when it is taken back.
    client.writeRaw(
      message({ id: 900, method: 'textDocument/hover', params }) +
        message({ method: '$/cancelRequest', params: { id: 900 } }),
    );
    const { error } = await client.next(({ id }) => id === 900);
    assert.equal(error?.code, -32800);
    const { result } = await client.request('textDocument/hover', params);
    assert.match(JSON.stringify(result), /load/);
  });

  test('tells problems of the newest text only, however fast the edits came', async () => {
    const end = { line: 5, character: 0 };
    for (let version = 4; version < 24; version++)
      change(client, version, [{ range: { start: end, end }, text: `  t${version}: { run: x, needs: [gone] }\n` }]);
    const told = (await client.problems(23)).filter(({ code }) => code === 'unknown-dependency');
    assert.equal(told.length, 20);
  });
});

test('a server that is started anew knows of the unsaved text all that the one before knew', {
  timeout: 60_000,
}, async () => {
  const first = (await greeted(['utf-16'])).client;
  const at = { line: 4, character: 19 };
  await open(first, text);
  change(first, 2, [{ range: { start: at, end: at }, text: 'x' }]);
  const before = await first.problems(2);
  assert.equal(before.length, 1);
  first.kill();
  const second = (await greeted(['utf-16'])).client;
  try {
    const lines = text.split('\n');
    const unsaved = lines.with(4, `${lines[4]?.slice(0, 19)}x${lines[4]?.slice(19)}`).join('\n');
    assert.deepEqual(await open(second, unsaved), before);
  } finally {
    second.kill();
  }
});
