import { basename, dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { PipelineFiles } from '../pipelines/pipeline-files.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { programOf } from '../run/begin-run.ts';
import { commandAnswer } from '../run/command-answer.ts';
import { type ExportAnswer, exportAnswer, exportEngines } from './export-answer.ts';
import type { ExportPages } from './export-pages.ts';
import { saveExport } from './save-export.ts';

/** What the command needs. */
export interface ExportParts {
  readonly context: vscode.ExtensionContext;
  readonly files: PipelineFiles;
  readonly documents: PipelineDocuments;
  readonly pages: ExportPages;
  /** Where what is lost is shown. */
  readonly problems: vscode.DiagnosticCollection;
}

/** Asks for an engine, unless `to` says it (as a key binding may), tells what is lost there, shows the files beside the pipeline, and writes them when the user says so. */
export async function exportCommand(parts: ExportParts, argument: unknown, to: unknown): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file } = ready;
  const title = t`Export ${basename(file)}`;
  const known = exportEngines.find(candidate => candidate.to === to);
  const engine =
    known ??
    (await vscode.window.showQuickPick(exportEngines, {
      title,
      placeHolder: t`Which engine shall run it?`,
    }));
  if (!engine) return;
  const words = ['export', file, '--to', engine.to];
  const ask = (...more: readonly string[]) =>
    commandAnswer(programOf(parts.context), dirname(file), [...words, ...more]);
  const text = await ask('--format', 'json');
  const answer = exportAnswer(text);
  if (!answer) {
    vscode.window.showErrorMessage(text.trim());
    return;
  }
  parts.problems.set(vscode.Uri.file(file), problemsOf(answer));
  const [first] = answer.files;
  if (!first) return tellRefused(engine.label, answer);
  await parts.pages.show(first.path, first.text);
  await offerToSave(ask, engine.label, answer);
}

function problemsOf({ losses }: ExportAnswer): vscode.Diagnostic[] {
  return losses.map(({ level, message, range: { start, end } }) => {
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    const severity = level === 'refused' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Information;
    const problem = new vscode.Diagnostic(range, message, severity);
    problem.source = 'dagwright export';
    return problem;
  });
}

async function tellRefused(engine: string, { losses }: ExportAnswer): Promise<void> {
  const [first] = losses.filter(({ level }) => level === 'refused');
  const sentence = t`It would do something else on ${engine}, so there is no export: ${first?.message ?? ''}`;
  const choice = await vscode.window.showErrorMessage(sentence, t`Show Problems`);
  if (choice) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function offerToSave(
  ask: (...more: readonly string[]) => Promise<string>,
  engine: string,
  { files, losses }: ExportAnswer,
): Promise<void> {
  const names = files.map(({ path }) => path).join(', ');
  const sentence =
    losses.length === 0
      ? t`Nothing is lost on ${engine}. Write ${names}?`
      : t`${losses.length} things are lost on ${engine}: see the problems. Write ${names}?`;
  const end = await saveExport(ask, {
    where: async () => {
      const save = t`Save`;
      const choice = await vscode.window.showInformationMessage(sentence, save, t`Save In…`);
      return choice === undefined ? undefined : choice === save ? 'here' : 'elsewhere';
    },
    folder: async () =>
      (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false }))?.[0]?.fsPath,
    replace: async complaint => {
      const replace = t`Replace`;
      return (await vscode.window.showWarningMessage(complaint, { modal: true }, replace)) === replace;
    },
  });
  if (!end) return;
  if ('complaint' in end) vscode.window.showErrorMessage(end.complaint);
  else vscode.window.setStatusBarMessage(t`Exported: ${end.written.join(', ')}`, shownMs);
}

/** How long it is told what was written. */
const shownMs = 10_000;
