import { dirname, relative, resolve, sep } from 'node:path';
import { runFolder } from '../../layout.ts';
import { findRoot } from '../../run-directory/root.ts';

/** How pipeline files are called in what a scheduler keeps: from the folder that holds `.dagwright`, so that a repository may be moved. */
export class PipelinePaths {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  name(path: string): string {
    return relative(this.#root, path).split(sep).join('/');
  }

  path(file: string): string {
    return resolve(this.#root, file);
  }

  /** The folder of a run of a pipeline. */
  runFolder(run: string, file: string): string {
    return runFolder(findRoot(dirname(this.path(file))), run);
  }
}
