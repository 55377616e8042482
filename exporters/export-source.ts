import type { Pipeline, Task } from '../pipeline/pipeline.ts';
import type { PipelineSyntax } from '../pipeline/syntax.ts';

/** A pipeline as an exporter needs it: what the file says, the list of what is run, and where both are. */
export interface ExportSource {
  /** What the pipeline is called; the file's name when it does not say. */
  readonly name: string;
  /** The name of the file as it is written into comments: without folders, so that an export does not depend on where it was made. */
  readonly file: string;
  readonly text: string;
  readonly syntax: PipelineSyntax;
  readonly pipeline: Pipeline;
  /** What `unrollPipeline` gives: each group is followed by its members; those of `foreach` are not known. */
  readonly tasks: readonly Task[];
  /** What tasks use, by the absolute path that `action.file` has in `tasks`. */
  readonly used: Readonly<Record<string, { readonly pipeline: Pipeline }>>;
  /** The folder of the pipeline file, or of a used one (absolute path), as seen from where the export will lie; with `/`. */
  readonly folderOf: (used?: string) => string;
  /** The same from the root of the repository, for engines that begin there. */
  readonly folderInRepository: (used?: string) => string;
}
