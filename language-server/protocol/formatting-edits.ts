import type { TextEdit } from 'vscode-languageserver-types';
import type { TextRange } from '../../pipeline/text-range.ts';
import { formattingOf } from '../formatting.ts';
import type { OpenDocument } from '../open-document.ts';
import { offsetAt, type Position } from '../position.ts';
import { editsOf } from './code-actions.ts';

/** The edits that tidy a document up, or the stretch of it that is asked for. */
export function formattingEdits(document: OpenDocument, within?: TextRange): TextEdit[] {
  return editsOf(document, formattingOf(document.analysis, within));
}

/** The edits for the line that was just finished with Enter. */
export function finishedLine(document: OpenDocument, { line }: Position): TextEdit[] {
  if (line === 0) return [];
  const start = offsetAt(document, { line: line - 1, character: 0 });
  const end = offsetAt(document, { line: line - 1, character: Number.MAX_SAFE_INTEGER });
  return formattingEdits(document, { start, end });
}
