import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { extensionBundle } from '../../scripts/extension-bundle.mjs';
import { artifactsFolder } from '../../scripts/folders.mjs';
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
      plugins: [loadedLate('croner', ['Cron'])],
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

test('the editor loads at most 400 kB before a graph opens', async () => {
  const { outputFiles } = await build({ ...extensionBundle, minify: true, legalComments: 'none', write: false });
  const extension = outputFiles.find(({ path }) => path.endsWith('extension.cjs'));
  assert.ok(extension && extension.contents.length <= 400_000, `${extension?.contents.length} bytes`);
});
