import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions, restartWithSettings } from '../client-options.ts';
import { selectorOf } from '../pipeline-language.ts';

/** Starts the language server as a web worker. Resolves when it answers. */
export async function startWebLanguageClient(context: vscode.ExtensionContext): Promise<LanguageClient> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server-worker.js');
  const folders = vscode.workspace.workspaceFolders ?? [];
  const schemes = new Set(['file', 'untitled', 'vscode-vfs', 'vscode-remote', ...folders.map(({ uri }) => uri.scheme)]);
  let worker: Worker | undefined;
  const start = async () => {
    worker?.terminate();
    worker = await startWorker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  const options = clientOptions(context, selectorOf([...schemes]));
  const client = new LanguageClient('dagwright', 'Dagwright Language Server', start, options);
  const restart = async () => {
    await client.stop();
    await client.start();
  };
  context.subscriptions.push({ dispose: () => worker?.terminate() }, restartWithSettings(restart));
  await client.start();
  return client;
}

/** Where the extension does not lie on the host of the page, a worker may not be loaded from there: then from its text. */
async function startWorker(script: vscode.Uri): Promise<Worker> {
  try {
    return new Worker(script.toString(true));
  } catch {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(script));
    return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  }
}
