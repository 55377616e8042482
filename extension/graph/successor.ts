import type * as vscode from 'vscode';

/** What a text was when it was closed. */
export interface ClosedText {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/**
 * The open document that has taken the place of an untitled one: VS Code saves it as another document and tells nobody
 * which. It has the path that the untitled one was to have, or is the newest with its text; what is at the ends of lines
 * may have been tidied while it was saved.
 */
export function successorOf<Document extends Pick<vscode.TextDocument, 'uri' | 'getText'>>(
  { uri, text }: ClosedText,
  documents: readonly Document[],
): Document | undefined {
  const files = documents.filter(document => document.uri.scheme !== 'untitled');
  const wanted = tidy(text);
  return (
    files.find(document => document.uri.path === uri.path) ??
    (wanted === '' ? undefined : files.findLast(document => tidy(document.getText()) === wanted))
  );
}

function tidy(text: string): string {
  return text.replace(/[ \t\r]+$/gm, '').trimEnd();
}
