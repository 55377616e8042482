import type { TextRange } from '../../pipeline/text-range.ts';

/** A stretch of the text that names a file, seen from the folder of the pipeline file; whether the file is there is not known. */
export interface Link {
  readonly range: TextRange;
  readonly path: string;
}
