import { languageClientApart } from './language-client-apart.mjs';
import { loadedLate } from './loaded-late.mjs';

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
    croner: 'croner',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: /** @type {const} */ ('cjs'),
  external: ['vscode'],
  // Loaded by `require`, as the editor loads the extension itself.
  supported: { 'dynamic-import': false },
  plugins: [languageClientApart, loadedLate('croner', ['Cron'])],
};
