import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { definitionsAt, occurrenceAt, referencesAt } from '../names/find-name.ts';
import type { Name, Occurrence } from '../names/name.ts';
import { renamableAt, renameAt } from '../names/rename.ts';
import { handedOnAt, renamedInUser } from '../names/rename-across.ts';
import { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';
import { producersAt } from '../produced-files.ts';
import { usedPlaceAt } from '../used-places.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { editsOf } from './code-actions.ts';

/** Where the name at an offset is declared, in this document or in the pipeline that it uses. */
export function definition(document: OpenDocument, offset: number, workspace?: Workspace): Location[] {
  const { analysis } = document;
  const used = workspace && inUsed(document, offset, workspace);
  if (used) return [used];
  const named = definitionsAt(analysis, offset).map(place => locationOf(document, place));
  return named.length > 0 ? named : producers(document, offset);
}

function inUsed(document: OpenDocument, offset: number, workspace: Workspace): Location | undefined {
  const { disk } = workspace;
  const place = usedPlaceAt(document.analysis, offset);
  const from = disk?.pathOf(document.uri);
  if (!disk || !place || from === undefined) return undefined;
  const path = disk.resolve(place.file, from);
  const analysis = workspace.analysisOf(path);
  if (!analysis) return undefined;
  const uri = disk.uriOf(path);
  const target = workspace.documents.get(uri) ?? new OpenDocument(uri, 0, analysis.text, document.encoding);
  return { uri, range: rangeAt(target, place.find(analysis)) };
}

/** Where the file that is named at an offset is written. */
export function producers(document: OpenDocument, offset: number): Location[] {
  return producersAt(document.analysis, offset).map(range => ({ uri: document.uri, range: rangeAt(document, range) }));
}

/** Where the name at an offset stands. */
export function references(document: OpenDocument, offset: number, withDefinition: boolean): Location[] {
  return referencesAt(document.analysis, offset, withDefinition).map(place => locationOf(document, place));
}

/** The places to light up for the name at an offset. */
export function highlights(document: OpenDocument, offset: number): DocumentHighlight[] {
  return referencesAt(document.analysis, offset, true).map(({ range, isDefinition }) => ({
    range: rangeAt(document, range),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The name at an offset, when it may be renamed. */
export function prepareRename(document: OpenDocument, offset: number): Range | null {
  const range = renamableAt(document.analysis, offset);
  return range ? rangeAt(document, range) : null;
}

/**
 * The edits that rename the name at an offset, in this document and in the pipelines below `roots` that use it, or a
 * sentence on why there are none.
 */
export function rename(
  document: OpenDocument,
  offset: number,
  newName: string,
  workspace?: Workspace,
  roots: readonly string[] = [],
): WorkspaceEdit | string {
  const { analysis } = document;
  const name = occurrenceAt(analysis, offset)?.name ?? handedOnAt(analysis, offset)?.name;
  const renamed = renameAt(analysis, offset, newName);
  if (!renamed.ok) return renamed.message;
  const changes = { [document.uri]: editsOf(document, renamed.edits) };
  return { changes: { ...changes, ...(name && workspace ? inUsers(document, name, newName, workspace, roots) : {}) } };
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

function locationOf(document: OpenDocument, { range }: Occurrence): Location {
  return { uri: document.uri, range: rangeAt(document, range) };
}
