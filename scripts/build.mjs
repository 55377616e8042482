// Makes the bundles in dist/: the extension, the language server, the command line with the runner, and the webview.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, context } from 'esbuild';
import { apartBundle } from './apart-bundle.mjs';
import { extensionBundle } from './extension-bundle.mjs';
import { launcherFiles, programLauncher } from './program-launcher.mjs';
import { sourceText } from './source-text.mjs';

const watch = process.argv.includes('--watch');
const minify = !process.argv.includes('--debug') && !watch;

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  sourcemap: minify ? false : 'linked',
  minify,
  logLevel: 'warning',
  legalComments: 'none',
};
/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', target: 'node20' };

/** @satisfies {import('esbuild').BuildOptions} */
const besideProgram = {
  ...node,
  outdir: 'dist/dagwright',
  entryNames: '[name]-[hash]',
  outExtension: { '.js': '.cjs' },
  format: /** @type {const} */ ('cjs'),
};
// Few runs are told of outside, and the library that does it is large.
const traces = await apartBundle('runner/observers/traces/trace-provider.ts', {
  ...besideProgram,
  mainFields: ['module', 'main'],
});

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  { ...common, ...extensionBundle },
  {
    ...node,
    entryPoints: { 'language-server': 'language-server/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  },
  {
    // The same server for an editor in a browser, as a web worker.
    ...common,
    entryPoints: { 'language-server-worker': 'language-server/worker.ts' },
    outdir: 'dist',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
  {
    // The extension for a window that is in a browser alone.
    ...common,
    entryPoints: { 'web-extension': 'extension/web/web-extension.ts' },
    outdir: 'dist',
    // The package is one of modules, which the host in a browser does not load: by its name this is none.
    outExtension: { '.js': '.cjs' },
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    // One file, so that what Node compiles of it can be kept; parts that are imported when they are used are run then.
    ...besideProgram,
    entryPoints: { program: 'runner/cli/main.ts' },
    banner: { js: "const __file=require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__file' },
    plugins: [traces.plugin, programLauncher({ ...node, sourcemap: false })],
  },
  {
    ...common,
    entryPoints: { graph: 'extension/graph/webview/main.ts' },
    outdir: 'dist',
    platform: 'browser',
    target: 'chrome120',
    format: 'iife',
    plugins: [sourceText],
  },
];

if (watch) {
  console.log('Bundling …');
  for (const bundle of bundles) await (await context(bundle)).watch();
  console.log('Watching.');
} else {
  const results = await Promise.all(bundles.map(bundle => build({ ...bundle, metafile: true })));
  const made = results.flatMap(({ metafile }) => Object.keys(metafile.outputs));
  await removeAllBut(new Set([...made, ...traces.files, ...launcherFiles]));
}

/**
 * What an earlier build left in dist/ goes, but only now: whoever runs from there is never without the whole.
 *
 * @param {ReadonlySet<string>} made
 */
async function removeAllBut(made) {
  for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !made.has(file.replaceAll('\\', '/'))) await rm(file);
  }
}
