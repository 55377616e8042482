import { readdirSync, readFileSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One source file of the house: its path from the top with `/`, its text, and what it imports. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Where an import leads: a file of ours by its path from the top, or a package by its name (`node:fs`, `yaml`). */
export type Import = { readonly file: string } | { readonly package: string };

const top = fileURLToPath(new URL('../..', import.meta.url));

/** Every TypeScript file in `folders` below the top, sorted by path. */
export function sourceFiles(folders: readonly string[]): SourceFile[] {
  return folders.flatMap(filesIn).sort((a, b) => a.path.localeCompare(b.path));
}

function filesIn(folder: string): SourceFile[] {
  return readdirSync(`${top}/${folder}`, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => {
      const path = relative(top, `${entry.parentPath}/${entry.name}`).split(sep).join('/');
      const text = readFileSync(`${top}/${path}`, 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

/** Static and dynamic imports and re-exports, those of types too; a name in a comment or string at a line's start would count as well. */
export function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )) {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    if (target.startsWith('.')) found.push({ file: posix.normalize(posix.join(posix.dirname(path), target)) });
    else found.push({ package: packageName(target) });
  }
  return found;
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
