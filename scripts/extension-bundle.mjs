import { join } from 'node:path';
import { projectFolder } from './folders.mjs';
import { languageClientApart } from './language-client-apart.mjs';
import { loadedLate } from './loaded-late.mjs';
import { vscodeAsItIs } from './vscode-as-it-is.mjs';

/**
 * The extension, with what it loads later beside it.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const extensionBundle = {
  bundle: true,
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  entryPoints: {
    extension: 'extension/extension.ts',
    'language-client': 'extension/language-client.ts',
    analysis: 'pipeline/analyse.ts',
    // As modules it is smaller; otherwise it is the same.
    yaml: './node_modules/yaml/browser/index.js',
    croner: 'croner',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: /** @type {const} */ ('cjs'),
  external: ['vscode'],
  // Loaded by `require`, as the editor loads the extension itself.
  supported: { 'dynamic-import': false },
  // Reading a pipeline's text, and the libraries that few texts need, are loaded with the first text that needs them.
  plugins: [
    vscodeAsItIs,
    languageClientApart,
    loadedLate('analysis', join(projectFolder, 'pipeline/analyse.ts')),
    loadedLate('yaml'),
    loadedLate('croner'),
  ],
};
