import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { ClosedProblems } from '../closed-problems.ts';
import { formatError } from '../format-error.ts';
import type { OpenDocument } from '../open-document.ts';
import type { PastRuns } from '../past-runs.ts';
import { offsetAt, type Position } from '../position.ts';
import type { ClientSupport } from '../protocol/client-support.ts';
import type { Publisher } from '../publisher.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What the server knows of its one client. */
export interface Session {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly documents: Map<string, OpenDocument>;
  readonly publisher: Publisher;
  /** Resolves when all that has come in was looked at: a request may have been taken back by then. */
  readonly turn: () => Promise<void>;
  readonly closed: ClosedProblems;
  /** Absent where no disk is seen. */
  readonly past?: PastRuns;
  support: ClientSupport;
}

/** Answers a request, unless it is taken back before its turn comes. */
type Handler<Params, Answer> = (params: Params, token: CancellationToken) => Promise<Answer | ResponseError<void>>;

/** Answers with nothing for a document that is not open. */
export function within<Params extends { textDocument: { uri: string } }, Answer>(
  session: Session,
  what: string,
  answer: (document: OpenDocument, params: Params) => Answer | Promise<Answer>,
): Handler<Params, Answer | null> {
  const handle = logging(session, what, (params: Params) => {
    const document = session.documents.get(params.textDocument.uri);
    return document ? answer(document, params) : null;
  });
  return (params, token) =>
    session
      .turn()
      .then(() =>
        token.isCancellationRequested
          ? new ResponseError(LSPErrorCodes.RequestCancelled, `${what} was taken back.`)
          : handle(params),
      );
}

/** The same for a place in a document. */
export function at<Params extends { textDocument: { uri: string }; position: Position }, Answer>(
  session: Session,
  what: string,
  answer: (document: OpenDocument, offset: number, params: Params) => Answer | Promise<Answer>,
): Handler<Params, Answer | null> {
  return within(session, what, (document, params: Params) =>
    answer(document, offsetAt(document, params.position), params),
  );
}

/** Logs what goes wrong; a request then fails with the sentence of the error. */
export function logging<Params, Answer>(
  { connection }: Session,
  what: string,
  handle: (params: Params) => Answer,
): (params: Params) => Answer {
  return params => {
    try {
      return handle(params);
    } catch (error) {
      connection.console.error(formatError(`${what} failed`, error));
      throw error;
    }
  };
}
