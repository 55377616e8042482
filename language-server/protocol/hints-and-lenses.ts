import type { CodeLens, InlayHint } from 'vscode-languageserver-types';
import type { TextRange } from '../../pipeline/text-range.ts';
import { type HintChoice, hintsIn } from '../hints.ts';
import { type Lens, lenses } from '../lenses.ts';
import type { OpenDocument } from '../open-document.ts';
import { positionAt, rangeAt } from '../position.ts';

/** The client's own commands for lenses; each is called with the address of the document and the name of the task. */
export interface LensCommands {
  readonly run?: string;
  readonly runUpstream?: string;
  readonly dependents?: string;
}

/** The hints of a stretch of a document. */
export function inlayHints(
  document: OpenDocument,
  range: TextRange,
  choice: HintChoice,
  now: Date,
  durations?: ReadonlyMap<string, number>,
): InlayHint[] {
  return hintsIn(document.analysis, range, choice, now, durations).map(({ at, text, tooltip }) => ({
    position: positionAt(document, at),
    label: text,
    tooltip,
    paddingLeft: true,
  }));
}

/** The lenses of a document; those for which the client has no command are left out, but for what only tells something; all for one that gave none. */
export function codeLenses(document: OpenDocument, commands: LensCommands | undefined): CodeLens[] {
  if (!commands) return [];
  return lenses(document.analysis).flatMap(lens => {
    const command = commandOf(lens, commands);
    if (command === undefined) return [];
    const call = { title: lens.title, command, arguments: [document.uri, lens.task] };
    return [{ range: rangeAt(document, lens.range), command: call, data: { kind: lens.kind, task: lens.task } }];
  });
}

function commandOf({ kind }: Lens, { run, runUpstream, dependents }: LensCommands): string | undefined {
  if (kind === 'run') return run;
  return kind === 'run-upstream' ? runUpstream : (dependents ?? '');
}
