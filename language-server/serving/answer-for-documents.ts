import { codeActionsAt, scriptActionsAt, sourceActionsOf } from '../protocol/code-actions.ts';
import { documentLinks } from '../protocol/document-links.ts';
import { documentSymbols } from '../protocol/document-symbols.ts';
import { foldingRanges } from '../protocol/folding-ranges.ts';
import { selectionRanges } from '../protocol/selection-ranges.ts';
import { workspaceSymbols } from '../protocol/workspace-symbols.ts';
import { logging, type Session, within } from './session.ts';

/** Answers what is asked about a whole document or a stretch of it: its parts, and what can be done with it. */
export function answerForDocuments(session: Session): void {
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
