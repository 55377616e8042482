import type { TextParts } from '../edited-text.ts';
import type { TextEdit } from '../problem.ts';
import type { ValueSyntax } from '../syntax.ts';
import { mostAliasedNodes } from './alias.ts';
import { rarities } from './rarities.ts';
import { type Piece, split } from './split.ts';
import { readPiece, stateBehind, type Unit, type Units } from './units.ts';

/**
 * The units of an edited text: those that the edit does not touch are the very same as before. `undefined` when the
 * text has to be read anew. Of the text it reads what the edit touches, and a little around it.
 */
export function rereadUnits(text: TextParts, before: Units, edit: TextEdit): Units | undefined {
  const delta = edit.newText.length - (edit.range.end - edit.range.start);
  const first = firstTouched(before.starts, edit.range.start);
  const middle = piecesBetween(text, before, edit, first, delta);
  if (!middle) return undefined;
  const { pieces, resumed = before.units.length } = middle;
  const anchors = anchorsBefore(before, first);
  const budget = { left: mostAliasedNodes };
  const fresh = pieces.map((piece, index) => {
    const next = resumed < before.units.length ? (before.starts[resumed] ?? 0) + delta : text.length;
    const end = pieces[index + 1]?.start ?? next;
    const unit = untouched(before, first + index, piece, end, edit) ?? readPiece(text, piece, end, anchors, budget);
    addAnchors(anchors, unit);
    return unit;
  });
  const gone = before.units.slice(first, resumed);
  const units = before.units.slice(0, first).concat(fresh, before.units.slice(resumed));
  const starts = before.starts.slice(0, first).concat(
    pieces.map(({ start }) => start),
    before.starts.slice(resumed),
  );
  if (delta !== 0)
    for (let index = first + pieces.length; index < starts.length; index++)
      starts[index] = (starts[index] ?? 0) + delta;
  return withAliases(text, { units, starts, rarities: rarities(fresh, before.rarities, gone) }, before);
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
function piecesBetween(text: TextParts, before: Units, edit: TextEdit, first: number, delta: number) {
  const from = first === 0 ? 0 : (before.starts[first] ?? 0);
  let last = first;
  for (let more = 4; ; more *= 8) {
    while (last < before.starts.length && (before.starts[last] ?? 0) <= edit.range.end) last++;
    last += more;
    const end = before.starts[last];
    const to = end === undefined ? text.length : end + delta;
    const found = piecesWithin(text, { from, to }, before, edit, first, delta);
    if (!found || found.resumed !== undefined || to === text.length) return found;
  }
}

/** The same within a stretch of whole lines; nothing when the text has to be read as a whole. */
function piecesWithin(
  text: TextParts,
  { from, to }: { readonly from: number; readonly to: number },
  before: Units,
  edit: TextEdit,
  first: number,
  delta: number,
) {
  const editEnd = edit.range.start + edit.newText.length;
  const pieces: Piece[] = first === 0 ? [{ kind: 'prologue', start: 0, indent: 0, section: 'before' }] : [];
  let old = first;
  let resumed: number | undefined;
  const indents = stateBehind(before, before.units.length - 1).taskIndent;
  // With the end of the line before it, so that only the very first sign of the text counts as a byte order mark.
  const cut = Math.max(0, from - 1);
  const known = split(text.slice(cut, to), from - cut, stateBehind(before, first - 1), (found, state) => {
    const piece = { ...found, start: found.start + cut };
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

function anchorsBefore({ units, rarities: { anchors } }: Units, end: number): Map<string, ValueSyntax> {
  const found = new Map<string, ValueSyntax>();
  if (anchors > 0) for (let index = 0; index < end; index++) addAnchors(found, units[index]);
  return found;
}

function addAnchors(anchors: Map<string, ValueSyntax>, unit: Unit | undefined): void {
  if (!unit || unit.anchors.size === 0) return;
  for (const [name, value] of unit.anchors) anchors.set(name, value);
}

/**
 * Units that took something from others before them are read again when that has changed. A file with more aliases than
 * it may have is read anew, for there every unit depends on all before it.
 */
function withAliases(text: TextParts, now: Units, before: Units): Units | undefined {
  if (before.rarities.aliased > mostAliasedNodes) return undefined;
  if (now.rarities.imports === 0) return now.rarities.aliased > mostAliasedNodes ? undefined : now;
  const anchors = new Map<string, ValueSyntax>();
  const units = now.units.map((unit, index) => {
    const current = stillTrue(unit, anchors) ? unit : readAgain(text, now, index, anchors);
    addAnchors(anchors, current);
    return current;
  });
  const reread = { units, starts: now.starts, rarities: rarities(units) };
  return reread.rarities.aliased > mostAliasedNodes ? undefined : reread;
}

function stillTrue(unit: Unit, anchors: ReadonlyMap<string, ValueSyntax>): boolean {
  if (unit.imports.size === 0) return true;
  for (const [name, value] of unit.imports) if (anchors.get(name) !== value) return false;
  return true;
}

function readAgain(
  text: TextParts,
  { units, starts }: Units,
  index: number,
  anchors: ReadonlyMap<string, ValueSyntax>,
): Unit {
  const unit = units[index];
  if (!unit) throw new Error(`There is no unit ${index}.`);
  const piece = { kind: unit.kind, start: starts[index] ?? 0, indent: unit.kind === 'task' ? unit.indent : 0 };
  return readPiece(text, piece, starts[index + 1] ?? text.length, anchors, { left: mostAliasedNodes });
}
