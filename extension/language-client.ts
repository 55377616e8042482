import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientOptions, restartWithSettings } from './client-options.ts';
import { pipelineSelector } from './pipeline-language.ts';

/** Half the memory: the server says the rest to V8 itself. glibc would keep a part of it for each thread. */
const lessMemory = { execArgv: ['--max-semi-space-size=2'], env: { MALLOC_ARENA_MAX: '1' } };

/** Starts the language server in a process of its own; it serves pipeline texts of every kind of file. Resolves when it answers. */
export async function startLanguageClient(context: vscode.ExtensionContext): Promise<LanguageClient> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server.cjs').fsPath;
  const client = new LanguageClient(
    'dagwright',
    'Dagwright Language Server',
    {
      run: { module, transport: TransportKind.ipc, options: lessMemory },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    clientOptions(context, pipelineSelector),
  );
  await client.start();
  context.subscriptions.push(restartWithSettings(() => client.restart()));
  return client;
}
