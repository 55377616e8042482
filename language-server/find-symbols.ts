import type { OpenDocument } from './open-document.ts';

import { type OutlineItem, outline } from './outline.ts';

/** A name that a pipeline declares, with the file it is in. */
export interface FoundSymbol {
  readonly document: OpenDocument;
  readonly item: OutlineItem;
}

/** More than anyone reads. */
const most = 1000;

/**
 * The tasks, params and other names of the documents that hold the letters of a query in their order, whatever their case;
 * those that begin with it first, then those that hold it in one piece. All of them for an empty query.
 */
export function findSymbols(documents: Iterable<OpenDocument>, query: string): readonly FoundSymbol[] {
  const wanted = query.toLowerCase();
  const ranked: FoundSymbol[][] = [[], [], []];
  for (const document of documents) {
    for (const { children } of outline(document.analysis)) {
      for (const item of children) ranked[rankOf(item.name.toLowerCase(), wanted)]?.push({ document, item });
    }
  }
  return ranked.flat().slice(0, most);
}

/** 0 is best; -1 for a name that does not fit. */
function rankOf(name: string, wanted: string): number {
  const at = name.indexOf(wanted);
  if (at !== -1) return at === 0 ? 0 : 1;
  let from = 0;
  for (const letter of wanted) {
    from = name.indexOf(letter, from) + letter.length;
    if (from < letter.length) return -1;
  }
  return 2;
}
