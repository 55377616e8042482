import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { exportGithub } from '../../exporters/github/export-github.ts';
import { randomFrom } from '../random.ts';
import { exampleSource } from './example-source.ts';
import { exportSource } from './export-source.ts';
import { randomPipeline } from './random-pipeline.ts';
import { richPipeline } from './rich-pipeline.ts';

type Validation = (
  text: string,
) => Promise<readonly { readonly message: string; readonly range: { readonly start: { readonly line: number } } }[]>;

let validate: Validation;
const folder = mkdtempSync(join(tmpdir(), 'dagwright-workflow-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// Its modules import JSON in a way that Node does not take: bundled it does.
before(async () => {
  const outfile = join(folder, 'validate.mjs');
  const contents = `import { validate } from '@actions/languageservice';
    import { TextDocument } from 'vscode-languageserver-textdocument';
    let count = 0;
    export const check = text => validate(TextDocument.create('file:///.github/workflows/' + count++ + '.yml', 'yaml', 1, text));`;
  await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  ({ check: validate } = (await import(pathToFileURL(outfile).href)) as { check: Validation });
});

async function problemsIn(text: string): Promise<readonly string[]> {
  return (await validate(text)).map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

test('the validation of GitHub finds what is wrong in a workflow', async () => {
  assert.notDeepEqual(
    await problemsIn('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: [b]\n    steps: [{ run: x }]\n'),
    [],
  );
});

test('the validation of GitHub finds nothing in exported pipelines', async () => {
  for (const source of [exampleSource('penguins'), exportSource(richPipeline)]) {
    const { files, losses } = exportGithub(source);
    assert.deepEqual(
      losses.filter(({ level }) => level === 'refused').map(({ message }) => message),
      [],
    );
    assert.deepEqual(await problemsIn(files[0]?.text ?? ''), []);
  }
});

test('the validation of GitHub finds nothing in exported random pipelines', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { files } = exportGithub(exportSource(randomPipeline(randomFrom(seed))));
    if (files[0]) assert.deepEqual(await problemsIn(files[0].text), [], files[0].text);
  }
});
