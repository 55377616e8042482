import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { OpenDocument } from '../open-document.ts';
import { type OutlineItem, outline } from '../outline.ts';
import { rangeAt } from '../position.ts';

/** What each line of the outline is in the protocol's words. */
export const symbolKinds: Record<OutlineItem['kind'], SymbolKind> = {
  key: SymbolKind.Property,
  name: SymbolKind.Variable,
  task: SymbolKind.Function,
};

/** The outline of a document as the protocol tells it. */
export function documentSymbols(document: OpenDocument): DocumentSymbol[] {
  return outline(document.analysis).map(item => symbolOf(document, item));
}

function symbolOf(
  document: OpenDocument,
  { name, detail, kind, range, nameRange, children }: OutlineItem,
): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: rangeAt(document, range),
    selectionRange: rangeAt(document, nameRange),
    children: children.map(child => symbolOf(document, child)),
  };
}
