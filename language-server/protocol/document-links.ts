import type { DocumentLink } from 'vscode-languageserver-types';
import { links } from '../links/links.ts';
import type { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';

/** The files that a document names, seen from its own address; none in a document that has no folder yet. */
export function documentLinks(document: OpenDocument): DocumentLink[] {
  return links(document.analysis).flatMap(({ range, path }) => {
    const target = addressOf(path, document.uri);
    return target === undefined ? [] : [{ range: rangeAt(document, range), target }];
  });
}

function addressOf(path: string, uri: string): string | undefined {
  const relative = `./${path.replace(/[%?#]/g, encodeURIComponent)}`;
  return URL.canParse(relative, uri) ? new URL(relative, uri).href : undefined;
}
