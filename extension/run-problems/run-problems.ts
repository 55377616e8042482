import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isGroup } from '../../pipeline/pipeline.ts';
import type { RunState } from '../../runner/run-state.ts';
import { isPipeline, pipelineSelector } from '../pipeline-language.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { taskStatusText } from '../task-lines/status-text.ts';
import { type FailedTask, failedTasks } from './failed-tasks.ts';
import type { FailureText, FailureTexts } from './failure-texts.ts';

/** What the problems of runs are called in the Problems view. */
export const runProblemSource = 'Dagwright run';

/** Steps that come this close together are shown together. */
const showMs = 150;

/** What problems of runs are made from. */
export interface RunProblemParts {
  readonly store: RunStore;
  readonly documents: PipelineDocuments;
  readonly texts: FailureTexts;
}

/** Underlines in every open pipeline the tasks that failed in its newest run, with what they said at the end and where, and offers what to do. */
export function registerRunProblems(parts: RunProblemParts): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('dagwright-run');
  let showing: NodeJS.Timeout | undefined;
  const showSoon = () => {
    showing ??= setTimeout(() => {
      showing = undefined;
      for (const document of vscode.workspace.textDocuments) show(collection, parts, document);
    }, showMs);
  };
  const following = [parts.store.onDidChange(showSoon), parts.texts.onDidRead(showSoon)];
  showSoon();
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(showSoon),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => isPipeline(document) && showSoon()),
    vscode.workspace.onDidChangeConfiguration(showSoon),
    vscode.languages.registerCodeActionsProvider(pipelineSelector, { provideCodeActions: actionsFor(parts.store) }),
    {
      dispose: () => {
        clearTimeout(showing);
        for (const one of following) one[Symbol.dispose]();
      },
    },
  );
}

function show(
  collection: vscode.DiagnosticCollection,
  { store, documents, texts }: RunProblemParts,
  document: vscode.TextDocument,
): void {
  const { uri } = document;
  if (!isPipeline(document) || uri.scheme !== 'file') return;
  const isWanted = vscode.workspace.getConfiguration('dagwright', uri).get<boolean>('runProblems') !== false;
  const folder = isWanted ? store.newestOf(uri.fsPath)?.folder : undefined;
  const state = folder === undefined ? undefined : store.newestStateOf(uri.fsPath);
  const { tasksByName } = documents.analysisOf(document).syntax;
  const problems: vscode.Diagnostic[] = [];
  for (const failed of folder !== undefined && state ? failedTasks(state) : []) {
    const task = tasksByName.get(failed.name);
    if (!task || folder === undefined || !state) continue;
    const { start, end } = task.block.name.range;
    const range = new vscode.Range(document.positionAt(start + task.start), document.positionAt(end + task.start));
    problems.push(problemOf(failed, range, state, texts.of(folder, state, failed.cause)));
  }
  if (problems.length > 0 || collection.has(uri)) collection.set(uri, problems);
}

function problemOf(
  { name, cause, members }: FailedTask,
  range: vscode.Range,
  state: RunState,
  text: FailureText | undefined,
): vscode.Diagnostic {
  const who = cause.name === name ? name : members > 1 ? t`${members} of ${name}, first ${cause.name}` : cause.name;
  const said = text?.line ? `: ${text.line}` : '';
  const status = isGroup(cause.definition) ? 'failed' : taskStatusText(cause, state.endedAt ?? state.started.at);
  const problem = new vscode.Diagnostic(range, `${who}: ${status}${said}`, vscode.DiagnosticSeverity.Error);
  problem.source = runProblemSource;
  problem.code = 'run-failed';
  problem.relatedInformation = [
    ...(text?.place
      ? [related(text.place.path, text.place.line, text.place.column, t`where it says that it failed`)]
      : []),
    ...(text ? [related(text.log, 1, 1, t`all that it has printed`)] : []),
  ];
  return problem;
}

function related(path: string, line: number, column: number, words: string): vscode.DiagnosticRelatedInformation {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.DiagnosticRelatedInformation(new vscode.Location(vscode.Uri.file(path), at), words);
}

function actionsFor(store: RunStore): vscode.CodeActionProvider['provideCodeActions'] {
  return ({ uri }, _range, { diagnostics }) => {
    const run = uri.scheme === 'file' ? store.newestOf(uri.fsPath) : undefined;
    const state = run && store.state(run.folder);
    const ours = diagnostics.filter(({ source }) => source === runProblemSource);
    if (!run || !state) return [];
    return ours.flatMap(problem => {
      const failed = failedTasks(state).find(({ cause }) => problem.message.includes(`${cause.name}: `));
      if (!failed) return [];
      return verbs().map(([title, command]) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [problem];
        action.command = { title, command, arguments: [{ folder: run.folder, task: failed.cause.name }] };
        return action;
      });
    });
  };
}

function verbs(): readonly (readonly [title: string, command: string])[] {
  return [
    [t`Show Task Output`, 'dagwright.showTaskOutput'],
    [t`Explain Task`, 'dagwright.explainTask'],
    [t`Run Again What Failed`, 'dagwright.rerunFailed'],
  ];
}
