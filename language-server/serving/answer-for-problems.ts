import { diagnosticsOf } from '../protocol/diagnostics.ts';
import { workspaceDiagnostics } from '../protocol/workspace-diagnostics.ts';
import { logging, type Session } from './session.ts';

/** Answers a client that asks for problems itself. */
export function answerForProblems(session: Session): void {
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
