import { basename, dirname, resolve } from 'node:path';
import type { FolderEntry } from './folder-entry.ts';

/** Files and folders that are taken to be there, whatever stands in their place now. */
export class ForeseenFiles {
  readonly #digests = new Map<string, string>();
  readonly #folders = new Map<string, Map<string, FolderEntry>>();

  /** `digest` is as a cached success has it: of a link, where it leads; `folder` for a folder. */
  add(path: string, digest: string): void {
    if (digest === 'folder') this.#addFolder(path);
    else {
      this.#digests.set(path, digest);
      this.#enter(path, 'file');
    }
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  isFile(path: string): boolean {
    return this.#digests.has(path);
  }

  /** What the file at `path` will hold, or the path that the link there will lead to; nothing when neither is foreseen. */
  at(path: string): { readonly digest: string; readonly leadsTo?: string } | undefined {
    const digest = this.#digests.get(path);
    if (digest === undefined) return undefined;
    return digest.startsWith('link:')
      ? { digest, leadsTo: resolve(dirname(path), digest.slice('link:'.length)) }
      : { digest };
  }

  /** The entries that a folder will have beside those that it has. */
  entriesOf(folder: string): ReadonlyMap<string, FolderEntry> | undefined {
    return this.#folders.get(folder);
  }

  #addFolder(path: string): Map<string, FolderEntry> {
    const known = this.#folders.get(path);
    if (known) return known;
    const entries = new Map<string, FolderEntry>();
    this.#folders.set(path, entries);
    if (dirname(path) !== path) this.#enter(path, 'folder');
    return entries;
  }

  #enter(path: string, kind: 'file' | 'folder'): void {
    const name = basename(path);
    this.#addFolder(dirname(path)).set(name, {
      name,
      isFile: () => kind === 'file',
      isDirectory: () => kind === 'folder',
      isSymbolicLink: () => false,
    });
  }
}
