import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextEdit } from '../../pipeline/problem.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { definitionsOf, occurrenceAt, placesOf } from './find-name.ts';
import { isSame } from './name.ts';
import { handedOnAt } from './rename-across.ts';

/** The edits of a rename, or a sentence on why there are none. */
export type Rename =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly message: string };

/** The name at an offset that may be renamed: one that this file declares. */
export function renamableAt(analysis: Analysis, offset: number): TextRange | undefined {
  const found = occurrenceAt(analysis, offset);
  if (!found) return handedOnAt(analysis, offset)?.edit;
  return definitionsOf(analysis, found.name).length > 0 ? found.range : undefined;
}

/** Gives the name at an offset another name, in every place where it stands. */
export function renameAt(analysis: Analysis, offset: number, newName: string): Rename {
  const found = occurrenceAt(analysis, offset);
  const handedOn = found ? undefined : handedOnAt(analysis, offset);
  if (handedOn) return renameHandedOn(analysis, handedOn.edit, newName);
  if (!found || !renamableAt(analysis, offset))
    return { ok: false, message: 'There is nothing here that can be renamed.' };
  if (!isName.test(newName)) return noName(newName);
  const wanted = { ...found.name, text: newName };
  const [taken] = isSame(wanted, found.name) ? [] : definitionsOf(analysis, wanted);
  if (taken) return { ok: false, message: `There is a ${found.name.kind} "${taken.name.text}" already.` };
  const edits = placesOf(analysis, found.name).map(({ range }) => ({ range, newText: newName }));
  return { ok: true, edits };
}

/** What a whole pipeline hands on is read in other files only. */
function renameHandedOn(analysis: Analysis, range: TextRange, newName: string): Rename {
  if (!isName.test(newName)) return noName(newName);
  const outputs = analysis.syntax.entries.find(entry => entry.key.text === 'outputs')?.value;
  const isTaken =
    outputs?.kind === 'map' &&
    outputs.entries.some(({ key }) => key.text === newName && key.range.start !== range.start);
  if (isTaken) return { ok: false, message: `There is an output "${newName}" already.` };
  return { ok: true, edits: [{ range, newText: newName }] };
}

const isName = /^[A-Za-z_][\w-]*$/;

function noName(newName: string): Rename {
  const message = `"${newName}" is no name: a name has letters, digits, "_" and "-", and begins with a letter or "_".`;
  return { ok: false, message };
}
