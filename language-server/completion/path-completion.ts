import type { CursorPlace } from '../cursor/cursor-place.ts';
import type { FolderEntry } from '../workspace/disk.ts';
import type { Completion } from './completion.ts';

/** Lists a folder, seen from the folder of the document. */
export type ListFolder = (folder: string) => readonly FolderEntry[];

/** The files and folders that a path at the cursor may go on with; `wanted` are the files that fit, folders lead on. */
export function pathCompletions(
  text: string,
  offset: number,
  place: CursorPlace,
  list: ListFolder,
  wanted: RegExp,
): readonly Completion[] {
  const start = pathStart(text, offset);
  const typed = text.slice(start, offset);
  if (/[$*{]/.test(typed) || typed.startsWith('/') || typed.startsWith('~')) return [];
  const slash = typed.lastIndexOf('/') + 1;
  const range = { start: start + slash, end: Math.max(offset, place.word.end) };
  const shownHidden = typed.slice(slash).startsWith('.');
  const entries = list(slash === 0 ? '.' : typed.slice(0, slash));
  const fitting = entries.filter(({ name, isFolder }) => {
    const isShown = shownHidden || !name.startsWith('.') || (wanted.source !== '^' && !isFolder);
    return isShown && !/[\s'"#,[\]{}]/.test(name) && (isFolder ? name !== 'node_modules' : wanted.test(name));
  });
  const files = fitting.filter(({ isFolder }) => !isFolder).map(({ name }) => name);
  const folders = fitting.filter(({ isFolder }) => isFolder).map(({ name }) => `${name}/`);
  return [...files.sort(), ...folders.sort()].map(name => {
    const again = name.endsWith('/') ? { again: true } : {};
    return { label: name, kind: 'file', range, insert: name, ...again };
  });
}

/** A path goes back to what parts words in YAML. */
function pathStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !/[\s'"[\]{},]/.test(text[start - 1] ?? ' ')) start--;
  return start;
}
