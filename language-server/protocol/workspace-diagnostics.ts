import type { WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import { OpenDocument } from '../open-document.ts';
import { FileProblems } from '../workspace/file-problems.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ClientSupport } from './client-support.ts';
import { diagnosticsOf } from './diagnostics.ts';

/** The problems of every pipeline below the folders that are open, as the text is in the editor or else as it is saved. */
export function workspaceDiagnostics(
  workspace: Workspace,
  support: ClientSupport,
): WorkspaceDocumentDiagnosticReport[] {
  return workspace.pipelines(support.roots).flatMap((uri): WorkspaceDocumentDiagnosticReport[] => {
    const document = workspace.documents.get(uri) ?? closedDocument(workspace, uri, support);
    if (!document) return [];
    const version = workspace.documents.has(uri) ? document.version : null;
    return [{ kind: 'full', uri, version, items: [...diagnosticsOf(document, support)] }];
  });
}

/** A pipeline that is not open, as it is saved; nothing for one that cannot be read. */
export function closedDocument(workspace: Workspace, uri: string, support: ClientSupport): OpenDocument | undefined {
  const path = workspace.disk?.pathOf(uri);
  const text = path === undefined ? undefined : workspace.analysisOf(path)?.text;
  return text === undefined
    ? undefined
    : new OpenDocument(uri, 0, text, support.encoding, new FileProblems(uri, workspace));
}
