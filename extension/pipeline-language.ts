/** The language id of pipeline files. */
export const languageId = 'dagwright';

/** The pipeline texts that somebody writes: not those that only stand in a comparison. */
export const pipelineSelector = ['file', 'untitled', 'vscode-vfs'].map(scheme => ({ language: languageId, scheme }));
