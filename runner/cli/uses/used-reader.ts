import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { type Analysis, analyse } from '../../../pipeline/analyse.ts';
import { closest } from '../../../pipeline/closest.ts';
import { deepestUse } from '../../../pipeline/unroll/task-count.ts';
import type { FilesBeside, FoundFile } from '../../../pipeline/uses/files-beside.ts';
import { usesOf } from '../../../pipeline/uses/uses-of.ts';
import { type PipelineFile, readPipelineFile } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';

/** The pipelines that others use, as they lie on the disk. Each file is read and analysed once, however many use it. */
export class UsedReader implements FilesBeside {
  readonly #found = new Map<string, FoundFile>();
  readonly #files = new Map<string, PipelineFile>();

  /** Reads all that the pipeline at `path` uses, and what that uses, as deep as is allowed; answers the absolute paths of what it could read. */
  async readAround(analysis: Analysis, path: string): Promise<readonly string[]> {
    const seen = new Set<string>();
    let level: readonly (readonly [Analysis, string])[] = [[analysis, path]];
    for (let depth = 0; depth <= deepestUse && level.length > 0; depth++) {
      const next: [Analysis, string][] = [];
      for (const [user, from] of level) {
        for (const { file } of usesOf(user)) {
          const target = this.resolve(file, from);
          if (seen.has(target)) continue;
          seen.add(target);
          const found = await this.#read(target);
          if ('analysis' in found) next.push([found.analysis, target]);
        }
      }
      level = next;
    }
    return [...seen].filter(target => this.#files.has(target));
  }

  resolve(file: string, from: string): string {
    return resolve(dirname(from), file);
  }

  find(path: string): FoundFile | undefined {
    return this.#found.get(path);
  }

  /** As seen from where the command was typed, when that is shorter. */
  name(path: string): string {
    const seen = relative(process.cwd(), path);
    return seen !== '' && seen.length < path.length ? seen : path;
  }

  /** The bytes and the text of a file that was read. */
  file(path: string): PipelineFile | undefined {
    return this.#files.get(path);
  }

  async #read(path: string): Promise<FoundFile> {
    const known = this.#found.get(path);
    if (known) return known;
    const found = await this.#readFresh(path);
    this.#found.set(path, found);
    return found;
  }

  async #readFresh(path: string): Promise<FoundFile> {
    const name = this.name(path);
    try {
      // Reading a pipe would wait for somebody to write.
      const entry = await stat(path).catch(() => undefined);
      if (entry && !entry.isFile() && !entry.isDirectory()) return { problem: `${name} is no file.` };
      const file = await readPipelineFile(name);
      this.#files.set(path, file);
      return { analysis: analyse(file.text), identity: await realpath(path) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const near = await nearest(path);
      return { problem: error.message, ...(near === undefined ? {} : { near }) };
    }
  }
}

/** A file of a similar name in the same folder, where there is none of this name. */
async function nearest(path: string): Promise<string | undefined> {
  try {
    const names = await readdir(dirname(path));
    const name = basename(path);
    if (names.includes(name)) return undefined;
    const yaml = names.filter(candidate => /\.ya?ml$/.test(candidate));
    return closest(name, yaml);
  } catch {
    return undefined;
  }
}
