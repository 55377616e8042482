import type * as vscode from 'vscode';
import { taskNameAt } from '../../pipeline/task-at.ts';
import { givenTask } from '../runs-view/run-target.ts';
import type { PipelineDocuments } from './pipeline-documents.ts';

/** The task that a command is about: the given one, the one of the line beside which a menu was opened, or the one at the cursor of `document`. */
export function meantTask(
  documents: PipelineDocuments,
  document: vscode.TextDocument | undefined,
  argument: unknown,
): string | undefined {
  const given = givenTask(argument);
  if (given !== undefined || !document) return given;
  return lineTask(documents, document, argument) ?? documents.taskAtCursor(document);
}

function lineTask(documents: PipelineDocuments, document: vscode.TextDocument, argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('lineNumber' in argument)) return undefined;
  const line = Number(argument.lineNumber) - 1;
  return line >= 0 && line < document.lineCount
    ? taskNameAt(documents.analysisOf(document).syntax, document.offsetAt(document.lineAt(line).range.end))
    : undefined;
}
