import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerGraph } from '../graph/register-graph.ts';
import { newPipelineCommand } from '../pipelines/new-pipeline-command.ts';
import { explainProblem } from '../problem-page.ts';
import { pipelineInFront } from './pipeline-in-front.ts';
import { registerAbsentCommands } from './register-absent-commands.ts';
import { startWebLanguageClient } from './web-language-client.ts';

/** The extension in a browser that has no Node: editing and graphs, and a sentence where something would have to be run. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  config({ contents: vscode.l10n.bundle ?? {} });
  const log = vscode.window.createOutputChannel('Dagwright', { log: true });
  const graphs = registerGraph(context);
  const commands: Readonly<Record<string, (argument: unknown) => Promise<void>>> = {
    'dagwright.newPipeline': newPipelineCommand,
    'dagwright.explainProblem': code => explainProblem(context, code),
    'dagwright.showGraph': async argument => {
      const uri = pipelineInFront(argument ?? graphs.active());
      if (uri) graphs.show(uri);
    },
  };
  context.subscriptions.push(
    log,
    graphs,
    ...Object.entries(commands).map(([id, command]) => vscode.commands.registerCommand(id, command)),
    registerAbsentCommands(context, Object.keys(commands)),
  );
  await vscode.commands.executeCommand('setContext', 'dagwright.withoutRunner', true);
  try {
    const client = await startWebLanguageClient(context);
    context.subscriptions.push({ dispose: () => client.dispose() });
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
  }
}
