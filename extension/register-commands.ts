import * as vscode from 'vscode';
import type { Graphs } from './graph/register-graph.ts';
import { showRunOutputCommand } from './output/show-run-output-command.ts';
import { showTaskOutputCommand } from './output/show-task-output-command.ts';
import type { TaskTerminals } from './output/task-terminals.ts';
import { newPipelineCommand } from './pipelines/new-pipeline-command.ts';
import { pipelineTarget } from './pipelines/pipeline-target.ts';
import { explainProblem } from './problem-page.ts';
import { compareRunsCommand, explainTaskCommand, planCommand, showRunCommand } from './reports/report-commands.ts';
import type { ReportPages } from './reports/report-pages.ts';
import { cancelCommand } from './run/cancel-command.ts';
import { cancelTaskCommand } from './run/cancel-task-command.ts';
import { rerunCommand, resumeCommand } from './run/rerun-command.ts';
import { type RunCommandParts, runPipelineCommand } from './run/run-command.ts';
import { runTaskCommand } from './run/run-task-command.ts';
import { secretCommand } from './run/secret-commands.ts';
import { firstFailureCommand } from './run-problems/first-failure-command.ts';
import { deleteRunCommand } from './runs-view/delete-run-command.ts';
import { openRunJournalCommand } from './runs-view/open-run-journal-command.ts';
import type { RunsView } from './runs-view/register-runs-view.ts';
import { revealInRunsCommand } from './runs-view/reveal-in-runs-command.ts';

/** What the commands need. */
export interface CommandParts extends RunCommandParts {
  readonly reports: ReportPages;
  readonly terminals: TaskTerminals;
  readonly graphs: Graphs;
  readonly runsView: RunsView;
}

/** The commands of the palette, the menus, the lenses and the rows of the Runs view; each takes a file, a row or nothing. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { store, files, terminals, graphs } = parts;
  const commands: Readonly<Record<string, (argument: unknown) => Promise<void>>> = {
    'dagwright.run': argument => runPipelineCommand(parts, argument, false),
    'dagwright.runWithParameters': argument => runPipelineCommand(parts, argument, true),
    'dagwright.runTask': argument => runTaskCommand(parts, argument, 'only'),
    'dagwright.runTaskWithUpstream': argument => runTaskCommand(parts, argument, 'upstream'),
    'dagwright.runTaskWithDownstream': argument => runTaskCommand(parts, argument, 'downstream'),
    'dagwright.rerun': argument => rerunCommand(parts, argument, 'all'),
    'dagwright.rerunFailed': argument => rerunCommand(parts, argument, 'failed'),
    'dagwright.rerunFrom': argument => rerunCommand(parts, argument, 'from'),
    'dagwright.resume': argument => resumeCommand(parts, argument),
    'dagwright.cancel': argument => cancelCommand(store, argument),
    'dagwright.cancelTask': argument => cancelTaskCommand(parts, argument),
    'dagwright.showTaskOutput': argument => showTaskOutputCommand(parts, argument),
    'dagwright.showRunOutput': argument => showRunOutputCommand(store, terminals, argument, false),
    'dagwright.showSomeOutput': argument => showRunOutputCommand(store, terminals, argument, true),
    'dagwright.goToFirstFailure': argument => firstFailureCommand(parts, terminals, argument),
    'dagwright.deleteRun': argument => deleteRunCommand(store, argument),
    'dagwright.openRunJournal': argument => openRunJournalCommand(store, argument),
    'dagwright.revealInRuns': argument => revealInRunsCommand(parts, argument),
    'dagwright.explainTask': argument => explainTaskCommand(parts, argument),
    'dagwright.showRun': argument => showRunCommand(parts, argument),
    'dagwright.compareRuns': argument => compareRunsCommand(parts, argument),
    'dagwright.plan': argument => planCommand(parts, argument),
    'dagwright.setSecret': argument => secretCommand(parts, argument, 'set'),
    'dagwright.forgetSecret': argument => secretCommand(parts, argument, 'forget'),
    'dagwright.newPipeline': newPipelineCommand,
    'dagwright.explainProblem': code => explainProblem(parts.context, code),
    'dagwright.showGraph': async argument => {
      const uri = await pipelineTarget(argument, files);
      if (uri) graphs.show(uri);
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, command]) =>
      vscode.commands.registerCommand(id, argument => command(argument ?? graphs.active())),
    ),
  );
}
