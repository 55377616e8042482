import type { Session } from './session.ts';

/** Brings the client the problems of now, of files that are open and of those that are not, when more than a text has changed. */
export function askAgain({ connection, support, closed }: Session): void {
  if (support.pulls && support.refreshes) connection.languages.diagnostics.refresh();
  closed.look(support);
}
