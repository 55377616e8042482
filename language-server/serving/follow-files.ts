import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import { formatError } from '../format-error.ts';
import { askAgain } from './ask-again.ts';
import { runsWatched } from './follow-runs.ts';
import { logging, type Session } from './session.ts';

/** Asks the client to tell of changed files, and listens to which folders it opens and closes. */
export function followFiles(session: Session): void {
  watchFiles(session);
  followRoots(session);
  session.closed.look(session.support);
}

/** The files that pipelines are, run or use. */
const watched = '**/*.{yaml,yml,py,ipynb,sh,bash,js,mjs,cjs,ts,R,r,jl,sql,pl,rb,lua,ps1}';

function watchFiles({ connection, support, workspace }: Session): void {
  if (!support.watches || !workspace.disk) return;
  const registered = connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: watched }, { globPattern: runsWatched }],
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
      askAgain(session);
    }),
  );
}
