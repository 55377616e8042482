// Writes l10n/bundle.l10n.json, all that the extension says and that can be translated: node scripts/make-l10n.mjs
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './folders.mjs';

/** What translators begin with; each language has a file of the same keys beside it. */
export const bundleFile = join(projectFolder, 'l10n', 'bundle.l10n.json');

/**
 * Every text that the extension's code hands to `t`, as `t` looks it up: what is put in is `{0}`, `{1}` and so on.
 *
 * @returns {Promise<readonly string[]>} sorted, each once
 */
export async function translatableTexts() {
  /** @type {Set<string>} */
  const texts = new Set();
  for await (const file of glob('extension/**/*.ts', { cwd: projectFolder })) {
    const source = await readFile(join(projectFolder, file), 'utf8');
    if (!source.includes("from '@vscode/l10n'")) continue;
    for (const { index } of source.matchAll(/(?<![\w.`])t`/g)) texts.add(templateAt(source, index + 2));
  }
  return [...texts].sort();
}

/**
 * @param {string} source
 * @param {number} start behind the opening mark
 */
function templateAt(source, start) {
  let text = '';
  let put = 0;
  for (let at = start; source[at] !== '`'; at++) {
    if (source.startsWith('${', at)) {
      at = endOfValue(source, at + 2);
      text += `{${put++}}`;
    } else if (source[at] === '\\') text += source[++at];
    else text += source[at];
  }
  return text;
}

/**
 * Where the bracket is that closes what is put in; other templates may be within.
 *
 * @param {string} source
 * @param {number} start
 */
function endOfValue(source, start) {
  let depth = 0;
  for (let at = start; ; at++) {
    if (source[at] === '{') depth++;
    else if (source[at] === '}' && depth-- === 0) return at;
  }
}

if (process.argv[1] === import.meta.filename) {
  const texts = Object.fromEntries((await translatableTexts()).map(text => [text, text]));
  await mkdir(join(projectFolder, 'l10n'), { recursive: true });
  await writeFile(bundleFile, `${JSON.stringify(texts, undefined, 2)}\n`);
}
