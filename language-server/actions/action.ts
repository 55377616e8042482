import type { TextEdit } from '../../pipeline/problem.ts';

/** Something that can be done with the text at a cursor; its edits do not overlap. */
export interface Action {
  readonly title: string;
  /** `quickfix`, or what kind of refactoring it is. */
  readonly kind: 'quickfix' | 'refactor.rewrite' | 'refactor.extract' | 'refactor.inline' | 'source.fixAll';
  readonly edits: readonly TextEdit[];
  /** A file that it writes too, seen from the folder of the pipeline; it is not there yet. */
  readonly creates?: { readonly path: string; readonly text: string };
}
