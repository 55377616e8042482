import type { TextRange } from '../pipeline/text-range.ts';

/** What becomes of something that the other engine does not have: the export goes without it, or there is no export. */
export type LossLevel = 'lost' | 'refused';

/** One thing that the pipeline says and the export does not. */
export interface Loss {
  readonly level: LossLevel;
  /** The task that says it; absent for what stands at the top of the file, or below `defaults` for many. */
  readonly task?: string;
  readonly key?: string;
  /** In the text of the pipeline file; of a pipeline that is used, where it is. */
  readonly range: TextRange;
  /** What is lost, or why it is refused, and what to do about it. */
  readonly message: string;
}

/** A file to write: `path` is relative to the folder of the export, with `/`. */
export interface ExportedFile {
  readonly path: string;
  readonly text: string;
}

/** What an export gives. With a loss that is `refused` there are no files: it would do something else than the pipeline. */
export interface Exported {
  readonly files: readonly ExportedFile[];
  /** In the order of the file. */
  readonly losses: readonly Loss[];
}
