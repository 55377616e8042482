import { basename, dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isTrusted } from '../pipelines/ready-pipeline.ts';
import { programOf } from '../run/begin-run.ts';
import { commandAnswer } from '../run/command-answer.ts';
import { type ImportAnswer, importAnswer } from './import-answer.ts';

/**
 * Makes a pipeline of the file of another tool, which it asks for unless `argument` is one: as a document that is not saved yet,
 * beside that file; what is lost stands among the problems of the file.
 */
export async function importCommand(
  context: vscode.ExtensionContext,
  problems: vscode.DiagnosticCollection,
  argument: unknown,
): Promise<void> {
  // What a Makefile computes while it is read, make computes.
  if (!(await isTrusted())) return;
  const source = argument instanceof vscode.Uri ? argument : await askForFile();
  if (!source) return;
  const file = source.fsPath;
  const text = await commandAnswer(programOf(context), dirname(file), ['import', file, '--format', 'json']);
  const answer = importAnswer(text);
  if (!answer) {
    vscode.window.showErrorMessage(text.trim());
    return;
  }
  problems.set(source, problemsOf(answer));
  await vscode.window.showTextDocument(source, { preview: false });
  const document = await vscode.workspace.openTextDocument({ language: 'dagwright', content: answer.text });
  await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
  if (answer.losses.length > 0)
    vscode.window.showInformationMessage(
      t`${answer.losses.length} things of ${basename(file)} are not in the pipeline: see the problems.`,
    );
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const found = await vscode.window.showOpenDialog({
    title: t`A workflow of GitHub, GitLab CI or Argo, a dvc.yaml or a Makefile`,
    openLabel: t`Import`,
  });
  return found?.[0];
}

function problemsOf({ losses }: ImportAnswer): vscode.Diagnostic[] {
  return losses.map(({ message, range: { start, end } }) => {
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Information);
    problem.source = 'dagwright import';
    return problem;
  });
}
