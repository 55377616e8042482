/**
 * Keeps the language client, which is more code than the rest of the extension together, out of the extension's bundle:
 * it has a bundle of its own and is loaded when the activation is over.
 *
 * @type {import('esbuild').Plugin}
 */
export const languageClientApart = {
  name: 'language-client-apart',
  setup(build) {
    build.onResolve({ filter: /\/language-client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './language-client.cjs', external: true } : undefined,
    );
  },
};
