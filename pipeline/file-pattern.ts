import type { Matrix } from './pipeline.ts';

/** A path as the files it may stand for: parts between slashes, in which `*` is any text and `**` any folders. */
export type FilePattern = readonly (string | RegExp)[];

/** Whether a path has signs that stand for several files. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Reads a glob; `undefined` for signs that other tools read differently. */
export function filePattern(path: string): FilePattern | undefined {
  if (/[{}()!+@[\]\\]/.test(path)) return undefined;
  return path.split('/').map(part => {
    if (part === '**') return part;
    return /[*?]/.test(part) ? new RegExp(`^${part.split('').map(signAsRegExp).join('')}$`) : part;
  });
}

/** Whether a path, told letter by letter, is one of the files that a pattern stands for. */
export function matches(pattern: FilePattern, path: string): boolean {
  return matchesFrom(pattern, 0, path.split('/'), 0);
}

/** The values that `${{ matrix.x }}` has in each instance, as texts; `undefined` when there are too many, or some are not known. */
export function expandMatrix(path: string, matrix: Matrix | undefined): readonly string[] | undefined {
  const names = [...path.matchAll(/\$\{\{\s*matrix\.([A-Za-z_][\w-]*)\s*\}\}/g)].map(match => match[1] ?? '');
  if (!path.includes('${{')) return [path];
  const rest = path.replace(/\$\{\{\s*matrix\.[A-Za-z_][\w-]*\s*\}\}/g, '');
  if (rest.includes('${{') || !matrix || matrix.include.length > 0) return undefined;
  let paths = [path];
  for (const name of new Set(names)) {
    const values = matrix.axes[name];
    if (!values || paths.length * values.length > mostPaths) return undefined;
    const place = new RegExp(`\\$\\{\\{\\s*matrix\\.${name}\\s*\\}\\}`, 'g');
    paths = paths.flatMap(known => values.map(value => known.replace(place, () => String(value))));
  }
  return paths;
}

const mostPaths = 200;

function signAsRegExp(sign: string): string {
  if (sign === '*') return '[^/]*';
  return sign === '?' ? '[^/]' : sign.replace(/[.^$|\\/]/g, '\\$&');
}

function matchesFrom(pattern: FilePattern, at: number, parts: readonly string[], part: number): boolean {
  if (at === pattern.length) return part === parts.length;
  const wanted = pattern[at];
  if (wanted === '**') {
    for (let next = part; next <= parts.length; next++) if (matchesFrom(pattern, at + 1, parts, next)) return true;
    return false;
  }
  const name = parts[part];
  if (name === undefined || wanted === undefined) return false;
  const fits = typeof wanted === 'string' ? wanted === name : wanted.test(name) && !name.startsWith('.');
  return fits && matchesFrom(pattern, at + 1, parts, part + 1);
}
