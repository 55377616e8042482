import { basename } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes a bundle of its own of a file of the project, beside the program's and with a hash of the content in its name, and
 * answers the plugin by which a CommonJS bundle loads it when it is imported, as well as the files that it is.
 *
 * @param {string} source the end of the file's path
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<{ readonly plugin: import('esbuild').Plugin, readonly files: readonly string[] }>}
 */
export async function apartBundle(source, options) {
  const { metafile } = await build({ ...options, entryPoints: [source], metafile: true });
  const files = Object.keys(metafile.outputs);
  const bundle = `./${basename(files.find(file => file.endsWith('.cjs')) ?? '')}`;
  const namespace = 'apart';
  const name = basename(source);
  /** @type {import('esbuild').Plugin} */
  const plugin = {
    name: `${name}-apart`,
    setup({ onLoad, onResolve }) {
      onResolve({ filter: new RegExp(`/${name.replaceAll('.', '\\.')}$`) }, () => ({ path: name, namespace }));
      onResolve({ filter: /.*/, namespace }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace }, () => ({ contents: `module.exports = require('${bundle}');`, loader: 'js' }));
    },
  };
  return { plugin, files };
}
