// `import { source } from './script.ts?source'` gives the bundled script as a text, for a worker that has no file of its own.
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';

/** @type {import('esbuild').Plugin} */
export const sourceText = {
  name: 'source-text',
  setup({ initialOptions, onLoad, onResolve }) {
    onResolve({ filter: /\?source$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.replace(/\?source$/, '')),
      namespace: 'source-text',
    }));
    onLoad({ filter: /.*/, namespace: 'source-text' }, async ({ path }) => {
      const { minify, target } = initialOptions;
      const { outputFiles, metafile } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        metafile: true,
        format: 'iife',
        platform: 'browser',
        ...(minify === undefined ? {} : { minify }),
        ...(target === undefined ? {} : { target }),
      });
      const watchFiles = Object.keys(metafile.inputs).map(file => resolve(file));
      return { contents: `export const source = ${JSON.stringify(outputFiles[0]?.text ?? '')};`, watchFiles };
    });
  },
};
