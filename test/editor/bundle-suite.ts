import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { artifactsFolder } from '../../scripts/folders.mjs';

/** Bundles the suite into `folder`, a file for each of its tests, and returns the one that VS Code is to load. */
export async function bundleSuite(folder: string): Promise<string> {
  const source = join(import.meta.dirname, 'suite');
  const files = (await readdir(source)).filter(name => name === 'index.ts' || name.endsWith('.test.ts'));
  await rm(folder, { recursive: true, force: true });
  await build({
    entryPoints: files.map(name => join(source, name)),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(folder, 'index.cjs');
}

if (import.meta.main) await bundleSuite(join(artifactsFolder, 'editor-suite'));
