import { readFile } from 'node:fs/promises';

/**
 * Lets all files of the extension share the editor's API as it is: a bundler would copy all of its names for each file
 * that imports it, which takes longer than all else that the activation does.
 *
 * @type {import('esbuild').Plugin}
 */
export const vscodeAsItIs = {
  name: 'vscode-as-it-is',
  setup(build) {
    build.onLoad({ filter: /[/\\]extension[/\\].*\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replace(
        /^import \* as vscode from 'vscode';$/m,
        "import vscode = require('vscode');",
      ),
    }));
  },
};
