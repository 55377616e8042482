import type { FilesBeside } from './files-beside.ts';
import { usesOf } from './uses-of.ts';

/** Who uses whom among files, each of which is looked through once. */
export class FileTrails {
  readonly #files: FilesBeside;
  readonly #heights = new Map<string, number>();
  readonly #targets = new Map<string, readonly string[]>();

  constructor(files: FilesBeside) {
    this.#files = files;
  }

  /** The shortest way from `path`, by way of `first` which it uses, back to itself, named at both ends. */
  cycle(path: string, first: string): readonly string[] | undefined {
    const goal = this.#identity(path);
    const before = new Map<string, string | undefined>([[first, undefined]]);
    for (const [at] of before) {
      if (this.#identity(at) === goal) return [path, ...trailTo(before.get(at), before), at];
      for (const next of this.#targetsOf(at)) if (!before.has(next)) before.set(next, at);
    }
    return undefined;
  }

  /** How many levels of files stand below one; what leads back to a file above counts for nothing. */
  height(path: string): number {
    const known = this.#heights.get(path);
    if (known !== undefined) return known;
    this.#heights.set(path, 0);
    let height = 0;
    for (const target of this.#targetsOf(path)) height = Math.max(height, 1 + this.height(target));
    this.#heights.set(path, height);
    return height;
  }

  #targetsOf(path: string): readonly string[] {
    const known = this.#targets.get(path);
    if (known) return known;
    const found = this.#files.find(path);
    const uses = found && 'analysis' in found ? usesOf(found.analysis) : [];
    const targets = [...new Set(uses.map(use => this.#files.resolve(use.file, path)))];
    this.#targets.set(path, targets);
    return targets;
  }

  #identity(path: string): string {
    const found = this.#files.find(path);
    return found && 'analysis' in found ? found.identity : path;
  }
}

function trailTo(path: string | undefined, before: ReadonlyMap<string, string | undefined>): readonly string[] {
  const trail: string[] = [];
  for (let at = path; at !== undefined; at = before.get(at)) trail.unshift(at);
  return trail;
}
