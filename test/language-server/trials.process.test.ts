import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LspClient } from './lsp-client.ts';

const folder = fileURLToPath(new URL('trials/', import.meta.url));

interface Told {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly code: string;
  readonly message: string;
}

test('pipelines full of slips are told of exactly where they are wrong, with the fixes that there are', {
  timeout: 60_000,
}, async context => {
  const client = new LspClient();
  context.after(() => client.kill());
  await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
  const told: string[] = [];
  for (const name of readdirSync(folder).filter(file => file.endsWith('.pipeline.yaml'))) {
    const uri = pathToFileURL(folder + name).href;
    const text = readFileSync(folder + name, 'utf8');
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'dagwright', version: 1, text } });
    const { params } = await client.next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && (params as { uri: string }).uri === uri,
    );
    told.push(`# ${name}`);
    for (const problem of (params as { diagnostics: Told[] }).diagnostics) {
      const { line, character } = problem.range.start;
      told.push(`${line + 1}:${character + 1} ${problem.code}`);
      for (const title of await fixesOf(client, uri, problem)) told.push(`    ${title}`);
    }
  }
  assert.equal(`${told.join('\n')}\n`, readFileSync(`${folder}told.txt`, 'utf8'));
});

async function fixesOf(client: LspClient, uri: string, { range, code, message }: Told): Promise<readonly string[]> {
  const { result } = await client.request('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [], only: ['quickfix'] },
  });
  const actions = result as { title: string; diagnostics?: Told[] }[];
  return actions
    .filter(({ diagnostics }) =>
      diagnostics?.some(
        told =>
          told.code === code &&
          told.message === message &&
          JSON.stringify(told.range.start) === JSON.stringify(range.start),
      ),
    )
    .flatMap(({ title }) => (title.startsWith('Ignore') ? [] : [title]));
}
