import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { occurrenceAt } from '../names/find-name.ts';
import type { Name } from '../names/name.ts';
import { renamableAt, renameAt } from '../names/rename.ts';
import { handedOnAt, renamedInUser } from '../names/rename-across.ts';
import { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';
import { type DeclaredInUsed, declaredInUsed } from '../workspace/declared-in-used.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { editsOf } from './code-actions.ts';

/** The name at an offset, when it may be renamed. */
export function prepareRename(document: OpenDocument, offset: number, workspace?: Workspace): Range | null {
  const elsewhere = workspace && renamableInUsed(document, offset, workspace);
  const range = elsewhere?.name ?? renamableAt(document.analysis, offset);
  return range ? rangeAt(document, range) : null;
}

/**
 * The edits that rename the name at an offset, where it is declared and in the pipelines below `roots` that use that, or
 * a sentence on why there are none.
 */
export function rename(
  document: OpenDocument,
  offset: number,
  newName: string,
  workspace?: Workspace,
  roots: readonly string[] = [],
): WorkspaceEdit | string {
  const elsewhere = workspace && renamableInUsed(document, offset, workspace);
  if (elsewhere) return rename(elsewhere.document, elsewhere.range.start, newName, workspace, roots);
  const { analysis } = document;
  const name = occurrenceAt(analysis, offset)?.name ?? handedOnAt(analysis, offset)?.name;
  const renamed = renameAt(analysis, offset, newName);
  if (!renamed.ok) return renamed.message;
  const changes = { [document.uri]: editsOf(document, renamed.edits) };
  return { changes: { ...changes, ...(name && workspace ? inUsers(document, name, newName, workspace, roots) : {}) } };
}

/** What a used pipeline declares is renamed from there. */
function renamableInUsed(document: OpenDocument, offset: number, workspace: Workspace): DeclaredInUsed | undefined {
  const found = declaredInUsed(document, offset, workspace);
  return found?.name && renamableAt(found.document.analysis, found.range.start) ? found : undefined;
}

function inUsers(document: OpenDocument, name: Name, newName: string, workspace: Workspace, roots: readonly string[]) {
  const { disk } = workspace;
  const path = disk?.pathOf(document.uri);
  const changes: Record<string, TextEdit[]> = {};
  if (!disk || path === undefined || (name.kind !== 'param' && name.kind !== 'output')) return changes;
  for (const uri of workspace.pipelines(roots)) {
    const from = disk.pathOf(uri);
    const analysis = from === undefined || uri === document.uri ? undefined : workspace.analysisOf(from);
    if (from === undefined || !analysis) continue;
    const edits = renamedInUser({ analysis, leadsThere: file => disk.resolve(file, from) === path }, name, newName);
    const open = workspace.documents.get(uri) ?? new OpenDocument(uri, 0, analysis.text, document.encoding);
    if (edits.length > 0) changes[uri] = editsOf(open, edits);
  }
  return changes;
}
