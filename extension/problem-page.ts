import * as vscode from 'vscode';

/** The page that explains the problems, as text. */
export function problemsPage({ extensionUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'docs', 'problems.md');
}

/** Lets the code of each problem lead to its section of the page, shown as a page and not as text. */
export function linkProblem(diagnostic: vscode.Diagnostic): void {
  const { code } = diagnostic;
  if (typeof code !== 'object') return;
  const query = JSON.stringify([code.value]);
  diagnostic.code = {
    ...code,
    target: vscode.Uri.from({ scheme: 'command', path: 'dagwright.explainProblem', query }),
  };
}

/** Shows the section on a problem. */
export async function explainProblem(context: vscode.ExtensionContext, code: unknown): Promise<void> {
  const page = problemsPage(context).with(typeof code === 'string' ? { fragment: code } : {});
  await vscode.commands.executeCommand('markdown.showPreview', page);
}
