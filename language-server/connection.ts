import {
  type Connection,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  ResponseError,
  type SemanticTokensRangeParams,
} from 'vscode-languageserver';
import type { CallHierarchyItem } from 'vscode-languageserver-types';
import { completionsAt } from './completion/completions-at.ts';
import { formatError } from './format-error.ts';
import { OpenDocument } from './open-document.ts';
import { offsetsOf } from './position.ts';
import { incomingCalls, outgoingCalls, prepareCalls } from './protocol/call-hierarchy.ts';
import { capabilities } from './protocol/capabilities.ts';
import { clientSupport } from './protocol/client-support.ts';
import { codeActionsAt, scriptActionsAt, sourceActionsOf } from './protocol/code-actions.ts';
import { completionList } from './protocol/completion-list.ts';
import { diagnosticsOf } from './protocol/diagnostics.ts';
import { documentLinks } from './protocol/document-links.ts';
import { documentSymbols } from './protocol/document-symbols.ts';
import { foldingRanges } from './protocol/folding-ranges.ts';
import { finishedLine, formattingEdits } from './protocol/formatting-edits.ts';
import { codeLenses, inlayHints } from './protocol/hints-and-lenses.ts';
import { definition, highlights, hover, prepareRename, producers, references, rename } from './protocol/navigation.ts';
import { selectionRanges } from './protocol/selection-ranges.ts';
import { semanticTokens } from './protocol/semantic-tokens.ts';
import { signatureHelp } from './protocol/signature-help.ts';
import { workspaceDiagnostics } from './protocol/workspace-diagnostics.ts';
import { workspaceSymbols } from './protocol/workspace-symbols.ts';
import { type Later, Publisher } from './publisher.ts';
import { at, logging, type Session, within } from './session.ts';
import type { Disk } from './workspace/disk.ts';
import { FileProblems } from './workspace/file-problems.ts';
import { Workspace } from './workspace/workspace.ts';

/**
 * Serves one client until the connection ends: the only file that speaks to it. An error of ours is logged with its stack
 * and fails the one request; the server lives on.
 */
export function serve(connection: Connection, later: Later, disk?: Disk): void {
  const logged = (error: unknown) => connection.console.error(formatError('Telling the problems failed', error));
  const publisher = new Publisher(
    ({ diagnostics, ...rest }) => {
      connection.sendDiagnostics({ ...rest, diagnostics: [...diagnostics] }).catch(logged);
    },
    callback =>
      later(() => {
        try {
          callback();
        } catch (error) {
          logged(error);
        }
      }),
  );
  const workspace = new Workspace(disk);
  const { documents } = workspace;
  const session: Session = { connection, workspace, documents, publisher, support: clientSupport({}) };
  connection.onInitialize(params => {
    session.support = clientSupport(params);
    return { capabilities: capabilities(session.support), serverInfo: { name: 'dagwright' } };
  });
  connection.onInitialized(() => {
    watchFiles(session);
    followRoots(session);
  });
  followDocuments(session);
  answerAtPositions(session);
  answerForDocuments(session);
  answerForCalls(session);
  answerForLooks(session);
  answerForProblems(session);
  connection.listen();
}

/** The files that pipelines are, run or use. */
const watched = '**/*.{yaml,yml,py,ipynb,sh,bash,js,mjs,cjs,ts,R,r,jl,sql,pl,rb,lua,ps1}';

function watchFiles({ connection, support, workspace }: Session): void {
  if (!support.watches || !workspace.disk) return;
  const registered = connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: watched }],
  });
  registered.catch((error: unknown) => connection.console.error(formatError('Watching files failed', error)));
}

function followRoots(session: Session): void {
  const { connection } = session;
  if (!session.support.changesRoots) return;
  connection.workspace.onDidChangeWorkspaceFolders(
    logging(session, 'didChangeWorkspaceFolders', ({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      const stay = session.support.roots.filter(uri => !gone.has(uri));
      session.support = { ...session.support, roots: [...new Set([...stay, ...added.map(({ uri }) => uri)])] };
      if (session.support.pulls && session.support.refreshes) connection.languages.diagnostics.refresh();
    }),
  );
}

function followDocuments(session: Session): void {
  const { connection, documents, publisher, workspace } = session;
  const changed = (document: OpenDocument) => {
    if (!session.support.pulls) publisher.changed(document, session.support);
  };
  connection.onDidOpenTextDocument(
    logging(session, 'didOpen', ({ textDocument: { uri, version, text } }) => {
      const document = new OpenDocument(uri, version, text, session.support.encoding, new FileProblems(uri, workspace));
      documents.set(uri, document);
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
  const filesChanged = () => {
    workspace.refresh();
    for (const document of documents.values()) changed(document);
    if (session.support.pulls && session.support.refreshes) connection.languages.diagnostics.refresh();
  };
  connection.onDidSaveTextDocument(logging(session, 'didSave', filesChanged));
  connection.onDidChangeWatchedFiles(logging(session, 'didChangeWatchedFiles', filesChanged));
  connection.onDidCloseTextDocument(
    logging(session, 'didClose', ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      if (!document) return;
      documents.delete(uri);
      if (!session.support.pulls) publisher.closed(document);
    }),
  );
}

function answerAtPositions(session: Session): void {
  const { connection } = session;
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
  connection.onHover(at(session, 'hover', hover));
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
  connection.onPrepareRename(at(session, 'prepareRename', prepareRename));
  connection.onRenameRequest(
    at(session, 'rename', (document, offset, { newName }) => {
      const renamed = rename(document, offset, newName, session.workspace, session.support.roots);
      return typeof renamed === 'string' ? new ResponseError(LSPErrorCodes.RequestFailed, renamed) : renamed;
    }),
  );
}

function answerForDocuments(session: Session): void {
  const { connection } = session;
  connection.onDocumentSymbol(within(session, 'documentSymbol', documentSymbols));
  connection.onDocumentLinks(within(session, 'documentLink', documentLinks));
  connection.onWorkspaceSymbol(
    logging(session, 'workspaceSymbol', ({ query }) =>
      workspaceSymbols(session.workspace.allDocuments(session.support), query),
    ),
  );
  connection.onFoldingRanges(within(session, 'foldingRange', foldingRanges));
  connection.onSelectionRanges(
    within(session, 'selectionRange', (document, { positions }) => selectionRanges(document, positions)),
  );
  connection.onCodeAction(
    within(session, 'codeAction', (document, { range, context }) => {
      const { only } = context;
      const isWanted = (kind = '') => only?.some(wanted => `${kind}.`.startsWith(`${wanted}.`)) ?? true;
      const source = only?.some(wanted => wanted.startsWith('source')) ? sourceActionsOf(document) : [];
      const here = only?.every(wanted => wanted.startsWith('source'))
        ? []
        : [
            ...codeActionsAt(document, range, session.support),
            ...scriptActionsAt(document, range, session.workspace, session.support),
          ];
      return [...here, ...source].filter(({ kind }) => isWanted(kind));
    }),
  );
}

function answerForLooks(session: Session): void {
  const { connection } = session;
  connection.onDocumentFormatting(within(session, 'formatting', document => formattingEdits(document)));
  connection.onDocumentRangeFormatting(
    within(session, 'rangeFormatting', (document, { range }) => formattingEdits(document, offsetsOf(document, range))),
  );
  connection.onDocumentOnTypeFormatting(
    within(session, 'onTypeFormatting', (document, { position }) => finishedLine(document, position)),
  );
  connection.onCodeLens(within(session, 'codeLens', document => codeLenses(document, session.support.lensCommands)));
  const { inlayHint, semanticTokens: tokens } = connection.languages;
  inlayHint.on(
    within(session, 'inlayHint', (document, { range }) =>
      inlayHints(document, offsetsOf(document, range), session.support.hints, new Date()),
    ),
  );
  const none = { data: [] };
  const full = within(session, 'semanticTokens', document => semanticTokens(document));
  tokens.on(params => full(params) ?? none);
  const some = within(session, 'semanticTokensRange', (document, { range }: SemanticTokensRangeParams) =>
    semanticTokens(document, offsetsOf(document, range)),
  );
  tokens.onRange(params => some(params) ?? none);
}

function answerForProblems(session: Session): void {
  const { connection, documents } = session;
  connection.languages.diagnostics.onWorkspace(
    logging(session, 'workspaceDiagnostic', () => ({
      items: workspaceDiagnostics(session.workspace, session.support),
    })),
  );
  connection.languages.diagnostics.on(
    logging(session, 'diagnostic', ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      return { kind: 'full', items: document ? [...diagnosticsOf(document, session.support)] : [] };
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
