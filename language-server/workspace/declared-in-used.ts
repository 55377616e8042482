import type { TextRange } from '../../pipeline/text-range.ts';
import { OpenDocument } from '../open-document.ts';
import { usedPlaceAt } from '../used-places.ts';
import type { Workspace } from './workspace.ts';

/** A place in another pipeline, which declares what stands at an offset in the one that uses it. */
export interface DeclaredInUsed {
  readonly document: OpenDocument;
  readonly range: TextRange;
  /** The name as it stands at the offset; absent where that is the path of the pipeline. */
  readonly name?: TextRange;
}

/** Finds what a used pipeline declares: itself by its path, a param in `with`, an output in an expression. */
export function declaredInUsed(
  document: OpenDocument,
  offset: number,
  workspace: Workspace,
): DeclaredInUsed | undefined {
  const { disk } = workspace;
  const place = usedPlaceAt(document.analysis, offset);
  const from = disk?.pathOf(document.uri);
  if (!disk || !place || from === undefined) return undefined;
  const path = disk.resolve(place.file, from);
  const analysis = workspace.analysisOf(path);
  if (!analysis) return undefined;
  const uri = disk.uriOf(path);
  const target = workspace.documents.get(uri) ?? new OpenDocument(uri, 0, analysis.text, document.encoding);
  return { document: target, range: place.find(analysis), ...(place.name ? { name: place.name } : {}) };
}
