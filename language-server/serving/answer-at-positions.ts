import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CallHierarchyItem } from 'vscode-languageserver-types';
import { completionsAt } from '../completion/completions-at.ts';
import type { OpenDocument } from '../open-document.ts';
import { incomingCalls, outgoingCalls, prepareCalls } from '../protocol/call-hierarchy.ts';
import { completionList } from '../protocol/completion-list.ts';
import { hoverAnswer } from '../protocol/hover-answer.ts';
import { definition, highlights, producers, references } from '../protocol/navigation.ts';
import { prepareRename, rename } from '../protocol/renaming.ts';
import { signatureHelp } from '../protocol/signature-help.ts';
import { lastRuns } from './follow-runs.ts';
import { at, logging, type Session } from './session.ts';

/** Answers what is asked about a place in a document, and about the tasks before and behind one. */
export function answerAtPositions(session: Session): void {
  const { connection } = session;
  answerForCalls(session);
  connection.onCompletion(
    at(session, 'completion', (document, offset, { context }) => {
      const proposals = completionsAt(
        document.analysis,
        offset,
        context?.triggerCharacter,
        session.workspace.beside(document),
      );
      return completionList(document, proposals, offset, session.support);
    }),
  );
  connection.onHover(
    at(session, 'hover', (document, offset) =>
      hoverAnswer(document, offset, session.workspace, task => lastRuns(session, document, task)),
    ),
  );
  connection.onDefinition(
    at(session, 'definition', (document, offset) => definition(document, offset, session.workspace)),
  );
  connection.onTypeDefinition(at(session, 'typeDefinition', producers));
  connection.onSignatureHelp(at(session, 'signatureHelp', signatureHelp));
  connection.onReferences(
    at(session, 'references', (document, offset, { context }) =>
      references(document, offset, context?.includeDeclaration ?? true),
    ),
  );
  connection.onDocumentHighlight(at(session, 'documentHighlight', highlights));
  connection.onPrepareRename(
    at(session, 'prepareRename', (document, offset) => prepareRename(document, offset, session.workspace)),
  );
  connection.onRenameRequest(
    at(session, 'rename', (document, offset, { newName }) => {
      const renamed = rename(document, offset, newName, session.workspace, session.support.roots);
      return typeof renamed === 'string' ? new ResponseError(LSPErrorCodes.RequestFailed, renamed) : renamed;
    }),
  );
}

function answerForCalls(session: Session): void {
  const { callHierarchy } = session.connection.languages;
  const from = <Answer>(what: string, answer: (document: OpenDocument, item: CallHierarchyItem) => Answer) =>
    logging(session, what, ({ item }: { item: CallHierarchyItem }) => {
      const document = session.documents.get(item.uri);
      return document ? answer(document, item) : null;
    });
  callHierarchy.onPrepare(at(session, 'prepareCallHierarchy', prepareCalls));
  callHierarchy.onIncomingCalls(from('incomingCalls', incomingCalls));
  callHierarchy.onOutgoingCalls(from('outgoingCalls', outgoingCalls));
}
