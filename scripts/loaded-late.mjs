import { join } from 'node:path';
import { projectFolder } from './folders.mjs';

/**
 * Keeps a package, or a file of the project with all that it imports, out of a CommonJS bundle: it has a bundle of its own
 * beside it, `<name>.cjs`, which is loaded when something of it is first used, and not when it is imported.
 *
 * @param {string} name
 * @param {string} [source] the package, or the file as an absolute path; absent: the package of that name
 * @returns {import('esbuild').Plugin}
 */
export function loadedLate(name, source = name) {
  const bundle = `./${name}.cjs`;
  const namespace = `late-${name}`;
  const last = source.split(/[/\\]/).at(-1) ?? source;
  return {
    name: `${name}-loaded-late`,
    async setup(build) {
      const exported = await exportsOf(source, build.esbuild);
      build.onResolve({ filter: new RegExp(`(^|/)${last.replaceAll('.', '\\.')}$`) }, ({ kind, path, resolveDir }) =>
        kind !== 'entry-point' && (path === source || join(resolveDir, path) === source)
          ? { path: name, namespace }
          : undefined,
      );
      build.onResolve({ filter: /.*/, namespace }, ({ path }) =>
        path === bundle ? { path, external: true } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace }, () => ({
        loader: 'js',
        contents: `module.exports = { __esModule: true, ${exported
          .map(word => `get ${word}() { return require('${bundle}').${word}; }`)
          .join(', ')} };`,
      }));
    },
  };
}

/**
 * @param {string} source
 * @param {import('esbuild').PluginBuild['esbuild']} esbuild
 * @returns {Promise<readonly string[]>}
 */
async function exportsOf(source, { build }) {
  const { metafile } = await build({
    stdin: { contents: `export * from ${JSON.stringify(source)}`, resolveDir: projectFolder },
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'esm',
    metafile: true,
    write: false,
  });
  return Object.values(metafile.outputs).flatMap(output => output.exports);
}
