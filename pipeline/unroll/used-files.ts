import type { Pipeline } from '../pipeline.ts';

/** Where the pipelines are that tasks use. */
export interface UsedFiles {
  /** By the absolute path of their file, as `RunStarted.used` has them. */
  readonly used: Readonly<Record<string, { readonly pipeline: Pipeline }>>;
  /** The absolute path that `file`, as it is written in the file `from` (absolute), means; one that is absolute means itself. */
  readonly resolve: (file: string, from: string) => string;
}

/** What a pipeline without `uses` needs. */
export const noUsedFiles: UsedFiles = { used: {}, resolve: file => file };
