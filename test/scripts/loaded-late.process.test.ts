import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { pipelineTemplates } from '../../extension/pipelines/pipeline-templates.ts';
import { extensionBundle } from '../../scripts/extension-bundle.mjs';
import { artifactsFolder, projectFolder } from '../../scripts/folders.mjs';
import { loadedLate } from '../../scripts/loaded-late.mjs';

test('a package that is loaded late is loaded when it is first used, and works then', async () => {
  await mkdir(artifactsFolder, { recursive: true });
  const folder = await mkdtemp(join(artifactsFolder, 'late-'));
  try {
    const entry = join(folder, 'entry.mjs');
    await writeFile(entry, "import { Cron } from 'croner';\nexport const next = text => new Cron(text).nextRun();\n");
    await build({
      entryPoints: { entry, croner: 'croner' },
      outdir: folder,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      plugins: [loadedLate('croner')],
    });
    const require = createRequire(entry);
    const isLoaded = () => Object.keys(require.cache).includes(join(folder, 'croner.cjs'));
    const { next } = require('./entry.cjs');
    assert.equal(isLoaded(), false);
    assert.ok(next('0 6 * * *') instanceof Date);
    assert.equal(isLoaded(), true);
    assert.throws(() => next('99 * * * *'), /CronPattern/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a file of the project is loaded late, with all that it imports', async () => {
  await mkdir(artifactsFolder, { recursive: true });
  const folder = await mkdtemp(join(artifactsFolder, 'late-'));
  try {
    await writeFile(join(folder, 'deep.mjs'), "export const word = 'deep';\n");
    await writeFile(join(folder, 'part.mjs'), "import { word } from './deep.mjs';\nexport const said = () => word;\n");
    await writeFile(
      join(folder, 'entry.mjs'),
      "import { said } from './part.mjs';\nexport const say = () => said();\n",
    );
    await build({
      entryPoints: { entry: join(folder, 'entry.mjs'), part: join(folder, 'part.mjs') },
      outdir: folder,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      plugins: [loadedLate('part', join(folder, 'part.mjs'))],
    });
    const require = createRequire(join(folder, 'entry.mjs'));
    const isLoaded = () => Object.keys(require.cache).includes(join(folder, 'part.cjs'));
    const { say } = require('./entry.cjs');
    assert.equal(isLoaded(), false);
    assert.equal(say(), 'deep');
    assert.equal(isLoaded(), true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the editor loads at most 200 kB to be there, and 400 kB with a plainly written pipeline', async () => {
  const { outputFiles } = await build({ ...extensionBundle, minify: true, legalComments: 'none', write: false });
  const bytes = (...names: readonly string[]) =>
    outputFiles.reduce((sum, { path, contents }) => sum + (names.includes(basename(path)) ? contents.length : 0), 0);
  const atStart = bytes('extension.cjs');
  const withPipeline = bytes('extension.cjs', 'analysis.cjs');
  assert.ok(atStart > 0 && atStart <= 200_000, `${atStart} bytes`);
  assert.ok(withPipeline > atStart && withPipeline <= 400_000, `${withPipeline} bytes`);
});

test('no example and no template makes the editor load the YAML library; a text with an anchor does', async () => {
  await mkdir(artifactsFolder, { recursive: true });
  const folder = await mkdtemp(join(artifactsFolder, 'late-'));
  try {
    await build({ ...extensionBundle, outdir: folder });
    const require = createRequire(join(folder, 'entry.mjs'));
    const { analyse } = require('./analysis.cjs');
    const loads = (text: string) => {
      analyse(text);
      return Object.keys(require.cache).includes(join(folder, 'yaml.cjs'));
    };
    const examples = globSync('examples/*/*.pipeline.yaml', { cwd: projectFolder });
    const texts = examples.map(file => readFileSync(join(projectFolder, file), 'utf8'));
    const plain = [...texts, ...pipelineTemplates.map(({ content }) => content)];
    assert.ok(examples.length >= 4);
    assert.deepEqual(plain.filter(loads), []);
    assert.equal(loads('x-retries: &often { retries: 3 }\ntasks:\n  a: { <<: *often, run: a }\n'), true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('no file of the extension copies the names of the API', async () => {
  const { outputFiles } = await build({ ...extensionBundle, write: false });
  const text = outputFiles.find(({ path }) => basename(path) === 'extension.cjs')?.text ?? '';
  assert.match(text, /= require\("vscode"\);/);
  assert.doesNotMatch(text, /__toESM\(require\("vscode"\)/);
});
