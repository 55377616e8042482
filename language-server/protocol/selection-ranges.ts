import type { SelectionRange } from 'vscode-languageserver-types';
import type { OpenDocument } from '../open-document.ts';
import { offsetAt, type Position, rangeAt } from '../position.ts';
import { selectionsAt } from '../selection.ts';

/** What a growing selection takes in at each of the positions. */
export function selectionRanges(document: OpenDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map(position => {
    const around = selectionsAt(document.analysis, offsetAt(document, position));
    const outermost = around.toReversed().reduce<SelectionRange | undefined>((parent, range) => {
      return { range: rangeAt(document, range), ...(parent ? { parent } : {}) };
    }, undefined);
    return outermost ?? { range: { start: position, end: position } };
  });
}
