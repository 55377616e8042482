import type { OpenDocument } from '../open-document.ts';
import type { PastTask } from '../past-runs.ts';
import type { Session } from './session.ts';

/** The last runs of a task of a document; none where no runs are remembered. What has changed since is shown at its hints too. */
export async function lastRuns(session: Session, document: OpenDocument, task: string): Promise<readonly PastTask[]> {
  const path = pathOf(session, document.uri);
  if (!session.past || path === undefined) return [];
  const runs = await session.past.ofTask(path, task);
  lookAtRuns(session);
  return runs;
}

/** How long the tasks of a document took when they last succeeded; none where no hints of it are wanted. */
export function lastDurations(session: Session, document: OpenDocument): ReadonlyMap<string, number> | undefined {
  const path = session.support.hints.durations ? pathOf(session, document.uri) : undefined;
  return path === undefined ? undefined : session.past?.lastDurations(path);
}

/** Has the hints asked for again when a run has ended since. */
export function lookAtRuns({ past, documents, workspace, support, connection }: Session): void {
  if (!past || !support.hints.durations || !support.refreshesHints) return;
  const paths = [...documents.keys()].flatMap(uri => workspace.disk?.pathOf(uri) ?? []);
  if (paths.filter(path => past.lookAgain(path)).length > 0) void connection.languages.inlayHint.refresh();
}

/** Whether a changed file is one that a run has written at its end. */
export function isOfRuns(uri: string): boolean {
  return /\/\.dagwright\/history\/[^/]*\.json$/.test(uri);
}

/** Which files those are, for a client that watches. */
export const runsWatched = '**/.dagwright/history/*.json';

function pathOf({ workspace }: Session, uri: string): string | undefined {
  return workspace.disk?.pathOf(uri);
}
