import type * as vscode from 'vscode';

/** What a file with the graph of a pipeline is called, without its ending. */
export function nameOfGraph(pipeline: vscode.Uri): string {
  return (pipeline.path.split('/').at(-1) ?? 'graph').replace(/(\.pipeline)?\.ya?ml$/, '');
}
