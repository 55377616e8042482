import type { TextEdit } from '../problem.ts';
import type { ValueSyntax } from '../syntax.ts';
import { mostAliasedNodes } from './alias.ts';
import { type Piece, split } from './split.ts';
import { readPiece, stateBehind, type Unit, type Units } from './units.ts';

/**
 * The units of an edited text: those that the edit does not touch are the very same as before. `undefined` when the
 * text has to be read anew.
 */
export function rereadUnits(text: string, before: Units, edit: TextEdit): Units | undefined {
  const delta = edit.newText.length - (edit.range.end - edit.range.start);
  const first = firstTouched(before.starts, edit.range.start);
  const middle = piecesBetween(text, before, edit, first, delta);
  if (!middle) return undefined;
  const { pieces, resumed } = middle;
  const starts = before.starts.slice(0, first);
  const units = before.units.slice(0, first);
  const anchors = new Map<string, ValueSyntax>();
  for (const unit of units) addAnchors(anchors, unit);
  const budget = { left: mostAliasedNodes };
  for (const [index, piece] of pieces.entries()) {
    const end =
      pieces[index + 1]?.start ?? (resumed === undefined ? text.length : (before.starts[resumed] ?? 0) + delta);
    const unit = untouched(before, first + index, piece, end, edit) ?? readPiece(text, piece, end, anchors, budget);
    addAnchors(anchors, unit);
    units.push(unit);
    starts.push(piece.start);
  }
  for (let index = resumed ?? before.units.length; index < before.units.length; index++) {
    const unit = before.units[index];
    if (!unit) continue;
    starts.push((before.starts[index] ?? 0) + delta);
    units.push(unit);
  }
  return withAliases(text, { units, starts }, before);
}

/**
 * The unit before the one that holds the edit: what is typed at the beginning of a line may make it a part of the lines
 * above. A restart just behind the prologue begins at it, for only there may a `---` stand.
 */
function firstTouched(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low <= 2 ? 0 : low - 1;
}

/** The pieces from the first touched one on, until the lines are understood as before: `resumed` is the old unit there. */
function piecesBetween(text: string, before: Units, edit: TextEdit, first: number, delta: number) {
  const from = first === 0 ? 0 : (before.starts[first] ?? 0);
  const editEnd = edit.range.start + edit.newText.length;
  const pieces: Piece[] = first === 0 ? [{ kind: 'prologue', start: 0, indent: 0, section: 'before' }] : [];
  let old = first;
  let resumed: number | undefined;
  const indents = stateBehind(before, before.units.length - 1).taskIndent;
  const known = split(text, from, stateBehind(before, first - 1), (piece, state) => {
    if (piece.start >= editEnd) {
      while (old < before.starts.length && (before.starts[old] ?? 0) + delta < piece.start) old++;
      if ((before.starts[old] ?? -1) + delta === piece.start && old > 1) {
        const then = before.units[old]?.kind === piece.kind ? stateBehind(before, old) : undefined;
        if (then && then.section === state.section && (then.section === 'before' || indents === state.taskIndent)) {
          resumed = old;
          return false;
        }
      }
    }
    pieces.push(piece);
    return true;
  });
  return known ? { pieces, resumed } : undefined;
}

/** The old unit at `index`, when it stands wholly before the edit and ends where it ended. */
function untouched(before: Units, index: number, piece: Piece, end: number, edit: TextEdit): Unit | undefined {
  const unit = before.units[index];
  const same = before.starts[index] === piece.start && before.starts[index + 1] === end && end <= edit.range.start;
  return same && unit?.kind === piece.kind ? unit : undefined;
}

function addAnchors(anchors: Map<string, ValueSyntax>, unit: Unit): void {
  if (unit.anchors.size === 0) return;
  for (const [name, value] of unit.anchors) anchors.set(name, value);
}

/**
 * Units that took something from others before them are read again when that has changed. A file with more aliases than
 * it may have is read anew, for there every unit depends on all before it.
 */
function withAliases(text: string, now: Units, before: Units): Units | undefined {
  if (aliasedIn(before) > mostAliasedNodes) return undefined;
  if (!now.units.some(unit => unit.imports.size > 0)) return now;
  const anchors = new Map<string, ValueSyntax>();
  const units = now.units.map((unit, index) => {
    const current = stillTrue(unit, anchors) ? unit : readAgain(text, now, index, anchors);
    addAnchors(anchors, current);
    return current;
  });
  const reread = { units, starts: now.starts };
  return aliasedIn(reread) > mostAliasedNodes ? undefined : reread;
}

function aliasedIn({ units }: Units): number {
  return units.reduce((sum, unit) => sum + unit.aliased, 0);
}

function stillTrue(unit: Unit, anchors: ReadonlyMap<string, ValueSyntax>): boolean {
  if (unit.imports.size === 0) return true;
  for (const [name, value] of unit.imports) if (anchors.get(name) !== value) return false;
  return true;
}

function readAgain(
  text: string,
  { units, starts }: Units,
  index: number,
  anchors: ReadonlyMap<string, ValueSyntax>,
): Unit {
  const unit = units[index];
  if (!unit) throw new Error(`There is no unit ${index}.`);
  const piece = { kind: unit.kind, start: starts[index] ?? 0, indent: unit.kind === 'task' ? unit.indent : 0 };
  return readPiece(text, piece, starts[index + 1] ?? text.length, anchors, { left: mostAliasedNodes });
}
