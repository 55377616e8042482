import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import type { Fix, Problem } from '../../pipeline/problem.ts';
import type { OpenDocument } from '../open-document.ts';
import { offsetAt, type Range, rangeAt } from '../position.ts';
import { type DiagnosticSupport, diagnosticOf } from './diagnostics.ts';

/** The fixes of the problems that a range touches; the first fix of each problem is preferred. */
export function codeActionsAt(document: OpenDocument, range: Range, support: DiagnosticSupport): readonly CodeAction[] {
  const from = offsetAt(document, range.start);
  const to = offsetAt(document, range.end);
  const touched = document.problems.filter(problem => problem.range.start <= to && from <= problem.range.end);
  return touched.flatMap(problem =>
    problem.fixes.map((fix, index) => actionOf(document, problem, fix, index, support)),
  );
}

function actionOf(
  document: OpenDocument,
  problem: Problem,
  fix: Fix,
  index: number,
  support: DiagnosticSupport,
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(document, problem, support)],
    ...(index === 0 ? { isPreferred: true } : {}),
    edit: { changes: { [document.uri]: editsOf(document, fix.edits) } },
  };
}

/** Edits of the text as the protocol tells them. */
export function editsOf(document: OpenDocument, edits: Fix['edits']): TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: rangeAt(document, range), newText }));
}
