import { dirname } from 'node:path';

/** A file or folder that a task writes. */
export interface Claim {
  readonly path: string;
  readonly task: string;
}

/** Which task writes which files and folders, by absolute paths: of each the last one whose turn it was. */
export class ClaimedPaths {
  readonly #writers = new Map<string, string>();
  /** By folder, what is claimed in it at any depth. */
  readonly #inside = new Map<string, Set<string>>();

  claim({ path, task }: Claim): void {
    const isNew = !this.#writers.has(path);
    this.#writers.set(path, task);
    if (!isNew) return;
    for (const folder of foldersAround(path)) {
      const inside = this.#inside.get(folder);
      if (inside) inside.add(path);
      else this.#inside.set(folder, new Set([path]));
    }
  }

  /** Who writes it, the folders around it, and what is in it. */
  *meeting(path: string): Iterable<Claim> {
    for (const each of [path, ...foldersAround(path), ...(this.#inside.get(path) ?? [])]) {
      const task = this.#writers.get(each);
      if (task !== undefined) yield { path: each, task };
    }
  }
}

function* foldersAround(path: string): Iterable<string> {
  for (let at = path, folder = dirname(at); folder !== at; at = folder, folder = dirname(at)) yield folder;
}
