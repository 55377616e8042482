import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Action } from '../../../pipeline/pipeline.ts';

/** The words of a command that may name a script, as they stand there. */
export function scriptWords(action: Action): readonly string[] {
  const text = action.kind === 'script' ? action.script : action.kind === 'program' ? action.argv.join('\n') : '';
  return [...new Set(text.match(scriptFile))];
}

/** The script files that a command names and that are there, by absolute paths; `folder` is where it works. */
export function namedScripts(action: Action, folder: string): readonly string[] {
  return scriptWords(action)
    .map(word => resolve(folder, word))
    .filter(isFile);
}

const scriptFile =
  /(?<![^\s"'`;|&()<>=])[\w./+-]+\.(?:py|ipynb|sh|bash|m?js|cjs|m?ts|R|r|Rmd|qmd|jl|sql|pl|rb|lua|php|ps1|awk)(?![^\s"'`;|&()<>])/g;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
