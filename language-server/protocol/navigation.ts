import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver-types';
import { definitionsAt, referencesAt } from '../names/find-name.ts';
import type { Occurrence } from '../names/name.ts';
import type { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';
import { producersAt } from '../produced-files.ts';
import { declaredInUsed } from '../workspace/declared-in-used.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Where the name at an offset is declared, in this document or in the pipeline that it uses. */
export function definition(document: OpenDocument, offset: number, workspace?: Workspace): Location[] {
  const { analysis } = document;
  const used = workspace && inUsed(document, offset, workspace);
  if (used) return [used];
  const named = definitionsAt(analysis, offset).map(place => locationOf(document, place));
  return named.length > 0 ? named : producers(document, offset);
}

function inUsed(document: OpenDocument, offset: number, workspace: Workspace): Location | undefined {
  const declared = declaredInUsed(document, offset, workspace);
  return declared && { uri: declared.document.uri, range: rangeAt(declared.document, declared.range) };
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

function locationOf(document: OpenDocument, { range }: Occurrence): Location {
  return { uri: document.uri, range: rangeAt(document, range) };
}
