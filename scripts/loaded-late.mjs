/**
 * Keeps a package out of a CommonJS bundle: it has a bundle of its own beside it, which is loaded when the package is
 * first used, and not when it is imported.
 *
 * @param {string} name
 * @param {readonly string[]} exported
 * @returns {import('esbuild').Plugin}
 */
export function loadedLate(name, exported) {
  const file = `./${name}.cjs`;
  return {
    name: `${name}-loaded-late`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: name, namespace: 'loaded-late' },
      );
      build.onResolve({ filter: /.*/, namespace: 'loaded-late' }, ({ path }) =>
        path === file ? { path, external: true } : undefined,
      );
      build.onLoad({ filter: new RegExp(`^${name}$`), namespace: 'loaded-late' }, () => ({
        loader: 'js',
        contents: `module.exports = { __esModule: true, ${exported
          .map(word => `get ${word}() { return require('${file}').${word}; }`)
          .join(', ')} };`,
      }));
    },
  };
}
