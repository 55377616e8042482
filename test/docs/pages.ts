import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const root = join(import.meta.dirname, '../..');

/** A Markdown page that users read; `path` counts from the root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Every page of the project. */
export function pages(): readonly Page[] {
  const paths = globSync(['*.md', 'docs/**/*.md', 'examples/*.md'], { cwd: root }).sort();
  return paths.map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The contents of the fenced blocks of one language, in order. */
export function fences(markdown: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...markdown.matchAll(pattern)].map(match => match[1] ?? '');
}
