import type { SemanticTokensRangeParams } from 'vscode-languageserver';
import { offsetsOf } from '../position.ts';
import { finishedLine, formattingEdits } from '../protocol/formatting-edits.ts';
import { codeLenses, inlayHints } from '../protocol/hints-and-lenses.ts';
import { semanticTokens } from '../protocol/semantic-tokens.ts';
import { lastDurations } from './follow-runs.ts';
import { type Session, within } from './session.ts';

/** Answers how a document is to look: its layout, its colours, and what is shown beside its text. */
export function answerForLooks(session: Session): void {
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
      inlayHints(
        document,
        offsetsOf(document, range),
        session.support.hints,
        new Date(),
        lastDurations(session, document),
      ),
    ),
  );
  const none = { data: [] };
  const full = within(session, 'semanticTokens', document => semanticTokens(document));
  tokens.on(async (params, token) => (await full(params, token)) ?? none);
  const some = within(session, 'semanticTokensRange', (document, { range }: SemanticTokensRangeParams) =>
    semanticTokens(document, offsetsOf(document, range)),
  );
  tokens.onRange(async (params, token) => (await some(params, token)) ?? none);
}
