import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { pipelineSelector } from './pipeline-language.ts';
import { linkProblem } from './problem-page.ts';
import { changesServerOptions, serverOptions, withOurArguments } from './server-options.ts';

/** Starts the language server in a process of its own; it serves pipeline texts of every kind of file. Resolves when it answers. */
export async function startLanguageClient(context: vscode.ExtensionContext): Promise<LanguageClient> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server.cjs').fsPath;
  const client = new LanguageClient(
    'dagwright',
    'Dagwright Language Server',
    {
      // Half the memory: the server says the rest to V8 itself.
      run: { module, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=2'] } },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    {
      documentSelector: pipelineSelector,
      diagnosticCollectionName: 'dagwright',
      // Asked anew at each start.
      initializationOptions: () => serverOptions(context),
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          for (const diagnostic of diagnostics) linkProblem(diagnostic);
          next(uri, diagnostics);
        },
        provideCodeLenses: async (document, token, next) => (await next(document, token))?.map(withOurArguments),
      },
    },
  );
  await client.start();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(change => {
      if (changesServerOptions(change)) void client.restart();
    }),
  );
  return client;
}
