import type { EntryUnit } from './entry-unit.ts';
import type { TaskUnit } from './task-unit.ts';

type Unit = EntryUnit | TaskUnit;

/** How much there is in some units of what asks for a look at all of them. Most files have nothing of it. */
export interface Rarities {
  readonly anchors: number;
  readonly imports: number;
  /** The nodes that aliases stand for. */
  readonly aliased: number;
  readonly borrowed: number;
  readonly silences: number;
  readonly problems: number;
  /** Tasks that use another pipeline. */
  readonly uses: number;
}

/** Counts them in units; in those of `before` when an edit took some of them away and brought others. */
export function rarities(units: readonly Unit[], before: Rarities = none, gone: readonly Unit[] = []): Rarities {
  const sums = { ...before };
  for (const unit of units) add(sums, unit, 1);
  for (const unit of gone) add(sums, unit, -1);
  return sums;
}

const none: Rarities = { anchors: 0, imports: 0, aliased: 0, borrowed: 0, silences: 0, problems: 0, uses: 0 };

function add(sums: { -readonly [Name in keyof Rarities]: number }, unit: Unit, sign: 1 | -1): void {
  sums.anchors += sign * unit.anchors.size;
  sums.imports += sign * unit.imports.size;
  sums.aliased += sign * unit.aliased;
  sums.borrowed += sign * unit.borrowed.length;
  sums.problems += sign * unit.problems.length;
  if (unit.silences) sums.silences += sign;
  if (unit.kind === 'task' && unit.facts.outputsUnknown) sums.uses += sign;
}
