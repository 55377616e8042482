import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { findRoot } from '../runner/run-directory/root.ts';
import { askParams } from './ask-params.ts';
import { needsAnswers } from './param-form.ts';
import type { PipelineDocuments } from './pipeline-documents.ts';
import type { PipelineFiles } from './pipeline-files.ts';
import { pipelineTarget } from './pipeline-target.ts';
import type { RunStore } from './run-store.ts';
import { startRun } from './start-run.ts';

/** What starting a run needs. */
export interface RunCommandParts {
  readonly context: vscode.ExtensionContext;
  readonly store: RunStore;
  readonly files: PipelineFiles;
  readonly documents: PipelineDocuments;
}

/** Starts a run of the pipeline that `argument` or the editor points at: saved, checked, and with its params asked for where `form` or a param without default wants it. */
export async function runPipelineCommand(parts: RunCommandParts, argument: unknown, form: boolean): Promise<void> {
  if (!(await isTrusted())) return;
  const uri = await pipelineTarget(argument, parts.files);
  const document = uri && (await savedDocument(uri));
  if (!document) return;
  const pipeline = await validPipeline(parts.documents, document);
  if (!pipeline) return;
  const file = document.uri.fsPath;
  const title = `Run ${pipeline.name ?? basename(file)}`;
  const asks = (form && Object.keys(pipeline.params).length > 0) || needsAnswers(pipeline.params);
  const params = asks ? await askParams(parts.context.workspaceState, file, title, pipeline.params) : {};
  if (params) await start(parts, document, params);
}

async function start(
  { context, store }: RunCommandParts,
  { uri }: vscode.TextDocument,
  params: Record<string, string>,
) {
  const program = vscode.Uri.joinPath(context.extensionUri, 'dist', 'dagwright.js').fsPath;
  const maxParallel =
    vscode.workspace.getConfiguration('dagwright', uri).get<number | null>('maxParallel') ?? undefined;
  const starting = startRun(program, uri.fsPath, { params, ...(maxParallel === undefined ? {} : { maxParallel }) });
  vscode.window.setStatusBarMessage(`$(sync~spin) Starting ${basename(uri.fsPath)}`, starting);
  const started = await starting;
  if ('refusal' in started) {
    await vscode.window.showErrorMessage(sentenceOf(started.refusal, uri.fsPath));
    return;
  }
  if (started.notes) vscode.window.setStatusBarMessage(started.notes.replace(/^note: /, ''), noteMs);
  store.addRoot(findRoot(dirname(uri.fsPath)));
  await store.refresh();
}

/** Long enough to be read. */
const noteMs = 10_000;

/** A run executes what the file says, so the user must have said that the workspace may. */
async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const choice = await vscode.window.showWarningMessage(
    'This workspace is in Restricted Mode, so its pipelines cannot be run: a pipeline runs the commands that its file says.',
    'Manage Trust',
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
  vscode.window.showErrorMessage(`${basename(uri.path)} is not on a disk of this machine, so it cannot be run.`);
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
    vscode.window.showErrorMessage(`${basename(uri.path)} cannot be read: ${why}`);
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
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  const sentence = `${basename(document.uri.fsPath)} has ${count}, so nothing was started.`;
  vscode.window.setStatusBarMessage(`$(error) ${sentence}`, 5000);
  return undefined;
}

/** Notifications already say who speaks, and show one short line. */
function sentenceOf(refusal: string, file: string): string {
  const sentence = refusal.replace(/^(?:dagwright|error): /i, '').replace(`${file}: `, '');
  return sentence.replaceAll(file, basename(file));
}
