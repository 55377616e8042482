import * as vscode from 'vscode';

/** The language id of pipeline files. */
export const languageId = 'dagwright';

/** The names of pipeline files, for those that were left in the language `yaml`. */
const pipelineNames = '**/{pipeline.yaml,*.pipeline.yaml,*.pipeline.yml}';

/**
 * The pipeline texts that somebody writes: those of the language, and those of the language `yaml` whose name says what
 * they are; none that only stand in a comparison.
 */
export const pipelineSelector = selectorOf(['file', 'untitled', 'vscode-vfs']);

/** The same for files of these schemes. */
export function selectorOf(schemes: readonly string[]): { language: string; scheme: string; pattern?: string }[] {
  return schemes.flatMap(scheme => [
    { language: languageId, scheme },
    { language: 'yaml', scheme, pattern: pipelineNames },
  ]);
}

/** Whether the text in an editor is a pipeline. */
export function isPipeline(document: vscode.TextDocument): boolean {
  return document.languageId === languageId || vscode.languages.match(pipelineSelector, document) > 0;
}
