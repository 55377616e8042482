import * as vscode from 'vscode';
import { languageId } from './pipeline-language.ts';

const content = `name: my-pipeline
tasks:
  prepare:
    run: echo "Preparing"
  work:
    needs: [prepare]
    run: |
      echo "Working"
`;

/** Opens a new text with a small pipeline that runs as soon as it is saved. */
export async function newPipelineCommand(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: languageId, content });
  await vscode.window.showTextDocument(document);
}
