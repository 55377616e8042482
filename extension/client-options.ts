import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { linkProblem } from './problem-page.ts';
import { changesServerOptions, serverOptions, withOurArguments } from './server-options.ts';

/** How we talk with the language server, wherever it runs. */
export function clientOptions(
  context: vscode.ExtensionContext,
  documentSelector: NonNullable<LanguageClientOptions['documentSelector']>,
): LanguageClientOptions {
  return {
    documentSelector,
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
  };
}

/** Lets the server be started anew whenever a setting changes what it is told at its start. */
export function restartWithSettings(restart: () => Promise<void>): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(change => {
    if (changesServerOptions(change)) void restart();
  });
}
