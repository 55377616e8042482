import type { Connection } from 'vscode-languageserver';
import { ClosedProblems } from './closed-problems.ts';
import { formatError } from './format-error.ts';
import type { PastRuns } from './past-runs.ts';
import { capabilities } from './protocol/capabilities.ts';
import { clientSupport } from './protocol/client-support.ts';
import { type Later, type Published, Publisher } from './publisher.ts';
import { answerAtPositions } from './serving/answer-at-positions.ts';
import { answerForDocuments } from './serving/answer-for-documents.ts';
import { answerForLooks } from './serving/answer-for-looks.ts';
import { answerForProblems } from './serving/answer-for-problems.ts';
import { followDocuments } from './serving/follow-documents.ts';
import { followFiles } from './serving/follow-files.ts';
import type { Session } from './serving/session.ts';
import type { Disk } from './workspace/disk.ts';
import { Workspace } from './workspace/workspace.ts';

/** How long nothing must have changed among the files before those that are not open are looked at. */
const calmMs = 300;

/**
 * Serves one client until the connection ends: only this file and its parts in `serving/` speak to it. An error of ours
 * is logged with its stack and fails the one request; the server lives on.
 */
export function serve(connection: Connection, later: Later, disk?: Disk, past?: PastRuns): void {
  const logged = (error: unknown) => connection.console.error(formatError('Telling the problems failed', error));
  const send = ({ diagnostics, ...rest }: Omit<Published, 'version'>) => {
    connection.sendDiagnostics({ ...rest, diagnostics: [...diagnostics] }).catch(logged);
  };
  const guarded = (callback: () => void) => () => {
    try {
      callback();
    } catch (error) {
      logged(error);
    }
  };
  const inTime: Later = callback => later(guarded(callback));
  const calmly: Later = callback => {
    const timer = setTimeout(guarded(callback), calmMs);
    return () => clearTimeout(timer);
  };
  const workspace = new Workspace(disk);
  const publisher = new Publisher(send, inTime);
  const closed = new ClosedProblems(workspace, send, inTime, calmly);
  const { documents } = workspace;
  const turn = () => new Promise<void>(resolve => void later(resolve));
  const parts = { connection, workspace, documents, publisher, turn, closed, ...(past ? { past } : {}) };
  const session: Session = { ...parts, support: clientSupport({}) };
  connection.onInitialize(params => {
    session.support = clientSupport(params);
    return { capabilities: capabilities(session.support), serverInfo: { name: 'dagwright' } };
  });
  connection.onInitialized(() => followFiles(session));
  followDocuments(session);
  answerAtPositions(session);
  answerForDocuments(session);
  answerForLooks(session);
  answerForProblems(session);
  connection.listen();
}
