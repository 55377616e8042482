import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { LspClient } from '../../language-server/lsp-client.ts';
import { Program } from './program.ts';

let program: Program;

before(async () => {
  program = await Program.make();
  await build({
    ...{ entryPoints: ['language-server/main.ts'], outfile: join(dirname(program.file), 'language-server.cjs') },
    ...{ bundle: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'error' },
  });
});

after(() => program[Symbol.dispose]());

async function started(context: { after: (last: () => void) => void }): Promise<LspClient> {
  const client = new LspClient([program.file, 'lsp', '--stdio']);
  context.after(() => client.kill());
  const { result } = await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
  assert.match(JSON.stringify(result), /"name":"dagwright"/);
  client.notify('initialized', {});
  return client;
}

function open(client: LspClient): void {
  const text = 'tasks:\n  a: { run: x, needs: [b] }\n';
  const textDocument = { uri: 'file:///project/a.pipeline.yaml', languageId: 'dagwright', version: 1, text };
  client.notify('textDocument/didOpen', { textDocument });
}

test('dagwright lsp --stdio is the language server, and ends when it is told to', {
  timeout: 60_000,
}, async context => {
  const client = await started(context);
  if (process.platform === 'linux' && process.execve !== undefined)
    assert.match(readFileSync(`/proc/${client.pid}/cmdline`, 'utf8'), /--max-semi-space-size=2\0/);
  open(client);
  assert.deepEqual(
    (await client.problems(1)).map(({ code }) => code),
    ['unknown-dependency'],
  );
  await client.request('shutdown');
  const ended = client.exitCode();
  client.tell({ method: 'exit' });
  assert.equal(await ended, 0);
  assert.equal(client.complained, '');
});

test('it ends when nobody writes to it any more', { timeout: 60_000 }, async context => {
  const client = await started(context);
  const ended = client.exitCode();
  client.hangUp();
  assert.equal(await ended, 1);
  assert.equal(client.complained, '');
});

test('it ends without a word when nobody reads its answers any more', { timeout: 60_000 }, async context => {
  const client = await started(context);
  const ended = client.exitCode();
  client.stopReading();
  open(client);
  assert.equal(await ended, 1);
  assert.equal(client.complained, '');
});

test('without --stdio it says how it is started', async () => {
  const { code, err } = await program.run(dirname(program.file), 'lsp');
  assert.equal(code, 2, err);
  assert.match(err, /dagwright lsp --stdio/);
});
