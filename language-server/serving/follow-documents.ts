import { FileChangeType } from 'vscode-languageserver';
import { OpenDocument } from '../open-document.ts';
import { FileProblems } from '../workspace/file-problems.ts';
import { askAgain } from './ask-again.ts';
import { isOfRuns, lookAtRuns } from './follow-runs.ts';
import { logging, type Session } from './session.ts';

/** An editor that takes us for its server of YAML sends us all of it. What is saved under no name yet may be a pipeline. */
function isOtherFile(uri: string): boolean {
  return uri.startsWith('file:') && !/(?:[/.]pipeline\.yaml|\.pipeline\.yml)$/.test(uri);
}

/** Keeps the documents as they are in the editor, and tells their problems after each change to a client that does not ask. */
export function followDocuments(session: Session): void {
  const { connection, documents, publisher, workspace } = session;
  const changed = (document: OpenDocument) => {
    if (!session.support.pulls) publisher.changed(document, session.support);
  };
  connection.onDidOpenTextDocument(
    logging(session, 'didOpen', ({ textDocument: { uri, languageId, version, text } }) => {
      if (languageId === 'yaml' && isOtherFile(uri)) return;
      const document = new OpenDocument(uri, version, text, session.support.encoding, new FileProblems(uri, workspace));
      documents.set(uri, document);
      workspace.opened(uri);
      session.closed.opened(uri);
      changed(document);
    }),
  );
  connection.onDidChangeTextDocument(
    logging(session, 'didChange', ({ textDocument: { uri, version }, contentChanges }) => {
      const document = documents.get(uri);
      if (!document) return;
      document.change(contentChanges, version);
      changed(document);
    }),
  );
  const filesChanged = (samePlaces: boolean) => {
    workspace.refresh(samePlaces);
    for (const document of documents.values()) changed(document);
    askAgain(session);
  };
  connection.onDidSaveTextDocument(
    logging(session, 'didSave', () => {
      filesChanged(session.support.watches);
      lookAtRuns(session);
    }),
  );
  connection.onDidChangeWatchedFiles(
    logging(session, 'didChangeWatchedFiles', ({ changes }) => {
      const others = changes.filter(({ uri }) => !isOfRuns(uri));
      if (others.length < changes.length) lookAtRuns(session);
      if (others.length > 0) filesChanged(others.every(({ type }) => type === FileChangeType.Changed));
    }),
  );
  connection.onDidCloseTextDocument(
    logging(session, 'didClose', ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      if (!document) return;
      documents.delete(uri);
      if (!session.support.pulls) publisher.closed(document);
      session.closed.look(session.support);
    }),
  );
}
