import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerExport } from './export/register-export.ts';
import { printGraph } from './graph/print-graph.ts';
import { registerGraph } from './graph/register-graph.ts';
import { graphRunFacts } from './graph-of-run/graph-run-facts.ts';
import { registerGraphStatuses } from './graph-of-run/graph-statuses.ts';
import { registerTools } from './language-model/register-tools.ts';
import { TaskTerminals } from './output/task-terminals.ts';
import { pipelineSelector } from './pipeline-language.ts';
import { PipelineDocuments } from './pipelines/pipeline-documents.ts';
import { PipelineFiles } from './pipelines/pipeline-files.ts';
import { PipelineLenses } from './pipelines/pipeline-lenses.ts';
import { registerEndNotification } from './progress/end-notification.ts';
import { registerProgressNotification } from './progress/progress-notification.ts';
import { registerRunStatusBar } from './progress/run-status-bar.ts';
import { registerCommands } from './register-commands.ts';
import { ReportPages } from './reports/report-pages.ts';
import { FailureTexts } from './run-problems/failure-texts.ts';
import { registerRunProblems } from './run-problems/run-problems.ts';
import { RunStore } from './run-store/run-store.ts';
import { registerRunningContext } from './run-store/running-context.ts';
import { registerRunsView } from './runs-view/register-runs-view.ts';
import { registerSchedule } from './schedule/register-schedule.ts';
import { Schedule } from './schedule/schedule.ts';
import { registerTaskDecorations } from './task-lines/task-decorations.ts';
import { registerTasks } from './vscode-tasks/register-tasks.ts';

/** Wires the parts together; what takes longer goes on afterwards. */
export function activate(context: vscode.ExtensionContext): void {
  const startedAt = performance.now();
  config({ contents: vscode.l10n.bundle ?? {} });
  const log = vscode.window.createOutputChannel('Dagwright', { log: true });
  const store = new RunStore();
  const files = new PipelineFiles(store);
  const documents = new PipelineDocuments();
  const schedule = new Schedule(context.workspaceState);
  const terminals = new TaskTerminals(store);
  const graphs = registerGraph(context, graphRunFacts(store), printGraph);
  const texts = new FailureTexts();
  const reports = new ReportPages(context);
  const runsView = registerRunsView(store, files, schedule);
  const lenses = new PipelineLenses(store, documents);
  context.subscriptions.push(
    log,
    files,
    terminals,
    graphs,
    lenses,
    reports,
    { dispose: () => store[Symbol.dispose]() },
    registerCommands({ context, store, files, documents, terminals, graphs, reports, runsView }),
    vscode.languages.registerCodeLensProvider(pipelineSelector, lenses),
    runsView,
    registerTaskDecorations(context, store, documents, texts),
    registerRunProblems({ store, documents, texts }),
    registerRunStatusBar(store),
    registerProgressNotification(store),
    registerRunningContext(store),
    registerGraphStatuses(store, graphs),
    registerEndNotification(store),
    registerTools(context, store),
    schedule,
    registerSchedule({ context, store, files, documents, reports, schedule, log }),
    registerExport({ context, files, documents }),
    registerTasks({ context, store, files, documents }),
  );
  setImmediate(() => startLanguageServer(context, log));
  log.info(`Activated in ${(performance.now() - startedAt).toFixed(1)} ms.`);
}

/** Its code is loaded and its process started when the activation is over. */
async function startLanguageServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<void> {
  try {
    const { startLanguageClient } = await import('./language-client.ts');
    const client = await startLanguageClient(context);
    context.subscriptions.push({ dispose: () => client.dispose() });
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
  }
}
