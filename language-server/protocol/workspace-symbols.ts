import type { SymbolInformation } from 'vscode-languageserver-types';
import { findSymbols } from '../find-symbols.ts';
import type { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';
import { symbolKinds } from './document-symbols.ts';

/** The names in open documents that fit a query, as the protocol tells them. */
export function workspaceSymbols(documents: Iterable<OpenDocument>, query: string): SymbolInformation[] {
  return findSymbols(documents, query).map(({ document, item }) => ({
    name: item.name,
    kind: symbolKinds[item.kind],
    location: { uri: document.uri, range: rangeAt(document, item.nameRange) },
    containerName: fileOf(document.uri),
  }));
}

/** The last part of an address as a person would write it; as it stands where it is no proper address. */
function fileOf(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
