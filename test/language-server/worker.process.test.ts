import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

/** What a web worker has and a thread of Node has not. */
const prelude = `const { parentPort } = require('node:worker_threads');
globalThis.postMessage = message => parentPort.postMessage(message);
globalThis.addEventListener = () => {};
parentPort.on('message', data => globalThis.onmessage?.({ data }));`;

interface Heard {
  readonly id?: number;
  readonly method?: string;
  readonly result?: { readonly capabilities?: object };
  readonly params?: { readonly diagnostics?: readonly { readonly message: string }[] };
}

test('as a web worker, without Node and without files, the server tells problems', async () => {
  const entry = fileURLToPath(new URL('../../language-server/worker.ts', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error',
  });
  const code = outputFiles[0]?.text ?? '';
  assert.ok(!/require\("node:/.test(code));
  const worker = new Worker(`${prelude}\n${code}`, { eval: true });
  try {
    const next = (wanted: (message: Heard) => boolean) =>
      new Promise<Heard>((resolve, reject) => {
        worker.once('error', reject);
        worker.on('message', (message: Heard) => wanted(message) && resolve(message));
      });
    const started = next(({ id }) => id === 1);
    const send = (message: object) => worker.postMessage({ jsonrpc: '2.0', ...message });
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    assert.ok((await started).result?.capabilities);
    const told = next(({ method }) => method === 'textDocument/publishDiagnostics');
    const text = 'tasks:\n  a: { run: python x.py, needs: [b] }\n';
    const textDocument = { uri: 'vscode-vfs://github/a.pipeline.yaml', languageId: 'dagwright', version: 1, text };
    send({ method: 'textDocument/didOpen', params: { textDocument } });
    const messages = (await told).params?.diagnostics?.map(({ message }) => message);
    assert.deepEqual(messages, ['There is no task "b".']);
  } finally {
    await worker.terminate();
  }
});
