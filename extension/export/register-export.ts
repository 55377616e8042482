import * as vscode from 'vscode';
import { type ExportParts, exportCommand } from './export-command.ts';
import { ExportPages } from './export-pages.ts';
import { importCommand } from './import-command.ts';

/** Offers the export of pipelines, and the import of the files of other tools. What was lost is no longer shown once the pipeline is edited. */
export function registerExport(parts: Omit<ExportParts, 'pages' | 'problems'>): vscode.Disposable {
  const pages = new ExportPages();
  const problems = vscode.languages.createDiagnosticCollection('dagwright-export');
  return vscode.Disposable.from(
    pages,
    problems,
    vscode.workspace.onDidChangeTextDocument(({ document }) => problems.delete(document.uri)),
    vscode.workspace.onDidCloseTextDocument(document => problems.delete(document.uri)),
    vscode.commands.registerCommand('dagwright.export', (argument, to) =>
      exportCommand({ ...parts, pages, problems }, argument, to),
    ),
    vscode.commands.registerCommand('dagwright.import', argument => importCommand(parts.context, problems, argument)),
  );
}
