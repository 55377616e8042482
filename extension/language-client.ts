import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { pipelineSelector } from './pipeline-language.ts';
import { linkProblem, problemsPage } from './problem-page.ts';

/** Starts the language server in a process of its own; it serves pipeline texts of every kind of file. Resolves when it answers. */
export async function startLanguageClient(context: vscode.ExtensionContext): Promise<LanguageClient> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server.cjs').fsPath;
  const client = new LanguageClient(
    'dagwright',
    'Dagwright Language Server',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    {
      documentSelector: pipelineSelector,
      diagnosticCollectionName: 'dagwright',
      initializationOptions: {
        problemsPage: problemsPage(context).toString(),
        suggestCommand: 'editor.action.triggerSuggest',
      },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          for (const diagnostic of diagnostics) linkProblem(diagnostic);
          next(uri, diagnostics);
        },
      },
    },
  );
  await client.start();
  return client;
}
