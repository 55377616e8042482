import type { Analysis } from '../analyse.ts';

/** What stands behind the path of a file, or a sentence on why it cannot be read. */
export type FoundFile =
  /** `identity` is the same for all paths that lead to one file. */
  | { readonly analysis: Analysis; readonly identity: string }
  /** `near`: the name of the file beside it that was probably meant. */
  | { readonly problem: string; readonly near?: string };

/** The files that pipelines use, all read beforehand; paths are absolute. */
export interface FilesBeside {
  /** The path that `file`, as it is written in the file `from`, means. */
  readonly resolve: (file: string, from: string) => string;
  /** `undefined` for a file that has not been read: nothing is said of it. */
  readonly find: (path: string) => FoundFile | undefined;
  /** How a file is called in messages. */
  readonly name: (path: string) => string;
}
