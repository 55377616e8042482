import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { PipelineDocuments } from './pipeline-documents.ts';
import type { PipelineFiles } from './pipeline-files.ts';
import { pipelineTarget } from './pipeline-target.ts';

/** A pipeline that may be run. */
export interface ReadyPipeline {
  readonly file: string;
  readonly document: vscode.TextDocument;
  readonly pipeline: Pipeline;
}

/** The pipeline that `argument` or the editor points at, trusted, saved and without errors; what stands in the way is told. */
export async function readyPipeline(
  parts: { readonly files: PipelineFiles; readonly documents: PipelineDocuments },
  argument: unknown,
): Promise<ReadyPipeline | undefined> {
  const uri = (await isTrusted()) ? await pipelineTarget(argument, parts.files) : undefined;
  const document = uri && (await savedDocument(uri));
  const pipeline = document && (await validPipeline(parts.documents, document));
  return pipeline && { file: document.uri.fsPath, document, pipeline };
}

/** A run executes what the file says, so the user must have said that the workspace may. */
export async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const choice = await vscode.window.showWarningMessage(
    t`This workspace is in Restricted Mode, so its pipelines cannot be run: a pipeline runs the commands that its file says.`,
    t`Manage Trust`,
  );
  if (choice) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

async function savedDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const document = await openDocument(uri);
  if (!document) return undefined;
  if (document.isUntitled) return savedAsFile(document);
  if (document.isDirty && !(await document.save())) return undefined;
  if (uri.scheme === 'file') return document;
  vscode.window.showErrorMessage(t`${basename(uri.path)} is not on a disk of this machine, so it cannot be run.`);
  return undefined;
}

/** An untitled text becomes another document when it is saved. */
async function savedAsFile(document: vscode.TextDocument): Promise<vscode.TextDocument | undefined> {
  const uri = await vscode.workspace.save(document.uri);
  const saved = uri && (await openDocument(uri));
  if (saved) await vscode.window.showTextDocument(saved, { preview: false });
  return saved;
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    vscode.window.showErrorMessage(t`${basename(uri.path)} cannot be read: ${why}`);
    return undefined;
  }
}

async function validPipeline(
  documents: PipelineDocuments,
  document: vscode.TextDocument,
): Promise<Pipeline | undefined> {
  const { pipeline, problems } = documents.analysisOf(document);
  if (pipeline) return pipeline;
  const errors = problems.filter(({ severity }) => severity === 'error');
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  const start = document.positionAt(errors[0]?.range.start ?? 0);
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(start, start) });
  const name = basename(document.uri.fsPath);
  const sentence =
    errors.length === 1
      ? t`${name} has an error, so nothing was started.`
      : t`${name} has ${errors.length} errors, so nothing was started.`;
  vscode.window.setStatusBarMessage(`$(error) ${sentence}`, 5000);
  return undefined;
}
