import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import { folds } from '../folds.ts';
import type { OpenDocument } from '../open-document.ts';

/** What of a document may be folded, in whole lines; of several folds that begin in one line the largest. */
export function foldingRanges(document: OpenDocument): FoldingRange[] {
  const found = new Map<number, FoldingRange>();
  for (const { range, kind } of folds(document.analysis)) {
    const startLine = document.lines.lineOf(range.start);
    const endLine = document.lines.lineOf(range.end);
    if (endLine <= Math.max(startLine, found.get(startLine)?.endLine ?? 0)) continue;
    found.set(startLine, { startLine, endLine, ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}) });
  }
  return [...found.values()].sort((one, other) => one.startLine - other.startLine);
}
