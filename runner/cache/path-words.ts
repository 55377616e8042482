import { isAbsolute, join, sep } from 'node:path';

/** A path or glob of a pipeline file, seen from `folder`; `.`, `..` and `/` are taken as in a path. */
export function inFolder(folder: string, path: string): string {
  return isAbsolute(path) ? join(path) : join(folder, path);
}

/** A path as it is kept and shown: below `root` it is told from there, with `/` between the names. */
export function shortPath(root: string, path: string): string {
  if (path === root) return '.';
  if (!path.startsWith(root) || path[root.length] !== sep) return path;
  const short = path.slice(root.length + 1);
  return sep === '/' ? short : short.split(sep).join('/');
}

/** Whether a glob names this folder or file, or, of a hidden one, any hidden one; those of git and of ours only by their name. */
export function isNamed(glob: string, name: string): boolean {
  const words = glob.split('/');
  return words.includes(name) || (name.startsWith('.') && !ownFolders.has(name) && words.some(isHiddenWord));
}

const ownFolders: ReadonlySet<string> = new Set(['.git', '.dagwright']);

function isHiddenWord(word: string): boolean {
  return word.startsWith('.') && word !== '.' && word !== '..';
}
