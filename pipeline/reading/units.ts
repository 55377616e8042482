import type { TextParts } from '../edited-text.ts';
import { ignoreMarker } from '../ignore-comments.ts';
import type { ValueSyntax } from '../syntax.ts';
import { type AliasBudget, mostAliasedNodes } from './alias.ts';
import { type EntryUnit, readEntryUnit } from './entry-unit.ts';
import { type Rarities, rarities } from './rarities.ts';
import { firstState, type Piece, type SplitState, split } from './split.ts';
import { readTaskUnit, type TaskUnit } from './task-unit.ts';

export type Unit = EntryUnit | TaskUnit;

/** A text as the units it is made of, in its order. What one unit says does not depend on the text of another. */
export interface Units {
  readonly units: readonly Unit[];
  /** Where each unit's piece of the text begins; it ends where the next begins. */
  readonly starts: readonly number[];
  readonly rarities: Rarities;
}

/** Reads a text piece by piece; `undefined` when it has to be read as a whole. */
export function readUnits(text: string): Units | undefined {
  const pieces: Piece[] = [{ kind: 'prologue', start: 0, indent: 0, section: 'before' }];
  const plain = split(text, 0, firstState, piece => pieces.push(piece) > 0);
  if (!plain) return undefined;
  const anchors = new Map<string, ValueSyntax>();
  const budget = { left: mostAliasedNodes };
  const units = pieces.map((piece, index) => {
    const end = pieces[index + 1]?.start ?? text.length;
    const unit = readPiece(text, piece, end, anchors, budget);
    for (const [name, value] of unit.anchors) anchors.set(name, value);
    return unit;
  });
  return { units, starts: pieces.map(piece => piece.start), rarities: rarities(units) };
}

/** Reads one piece. `anchors` are those of the pieces before it. */
export function readPiece(
  text: TextParts,
  piece: Pick<Piece, 'kind' | 'start' | 'indent'>,
  end: number,
  anchors: ReadonlyMap<string, ValueSyntax>,
  budget: AliasBudget,
): Unit {
  const own = ownCopy(text.slice(piece.start, end));
  const outer = (name: string) => anchors.get(name);
  const unit =
    piece.kind === 'task'
      ? readTaskUnit(own, piece.indent, outer, budget)
      : readEntryUnit(own, piece.kind, outer, budget);
  return own.includes(ignoreMarker) ? { ...unit, silences: true } : unit;
}

/** What the splitter knew behind the unit at `index`. */
export function stateBehind({ units }: Units, index: number): SplitState {
  const unit = units[index];
  if (!unit || index <= 0) return firstState;
  const header = units.findIndex(candidate => candidate.kind === 'tasks');
  const section = header === -1 || index < header ? 'before' : unit.kind === 'entry' ? 'after' : 'tasks';
  const firstTask = header === -1 ? undefined : units[header + 1];
  const taskIndent = index > header && firstTask?.kind === 'task' ? firstTask.indent : -1;
  return { kind: unit.kind, section, taskIndent: section === 'before' ? -1 : taskIndent };
}

/** A part of a string keeps the whole string in memory: joined to something first, it becomes one of its own. */
function ownCopy(part: string): string {
  return ` ${part}`.slice(1);
}
