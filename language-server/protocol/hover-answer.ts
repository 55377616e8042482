import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import { hoverAt } from '../hover/hover-at.ts';
import { runsDoc } from '../hover/runs-doc.ts';
import { usedHover } from '../hover/used-hover.ts';
import type { OpenDocument } from '../open-document.ts';
import type { PastTask } from '../past-runs.ts';
import { rangeAt } from '../position.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What is told about the word at an offset; of a task also how it went in its last runs, where those are known. */
export async function hoverAnswer(
  document: OpenDocument,
  offset: number,
  workspace: Workspace,
  runsOf: (task: string) => Promise<readonly PastTask[]>,
): Promise<Hover | null> {
  const found = usedHover(document, offset, workspace) ?? hoverAt(document.analysis, offset, new Date());
  if (!found) return null;
  const range = rangeAt(document, found.range);
  const runs = found.task === undefined ? undefined : runsDoc(await runsOf(found.task));
  const value = runs === undefined ? found.markdown : `${found.markdown}\n\n${runs}`;
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
