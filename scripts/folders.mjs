import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Holds the browser VS Code and the profile that `npm start` keeps; not in git. */
export const vscodeWebFolder = join(projectFolder, '.vscode-web');

/** Holds what a test run leaves to look at: screenshots, logs; not in git. */
export const artifactsFolder = join(projectFolder, 'artifacts');
