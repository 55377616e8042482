import type { Analysis } from '../analyse.ts';
import { entriesOf, entryOf, isNull } from '../reading/fields.ts';
import type { EntrySyntax, ScalarSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import { type WithSlot, withSlot } from './with-slot.ts';

/** A task that uses another pipeline, as it is written. */
export interface Use {
  readonly task: string;
  /** The path behind `uses`. */
  readonly file: string;
  /** Where the path stands in the text. */
  readonly range: TextRange;
  readonly with?: EntrySyntax;
  /** The entries of `with`, each name once; their ranges count from `start`. */
  readonly given: readonly EntrySyntax[];
  readonly start: number;
  /** Where more params can be given, counted from `start`. */
  readonly slot?: WithSlot;
}

/** Every `uses` of a file, in its order, also of one that is broken elsewhere. */
export function usesOf({ syntax, source }: Analysis): readonly Use[] {
  return syntax.tasks.flatMap(({ start, block }) => {
    const path = entryOf(block.body, 'uses')?.value;
    if (path?.kind !== 'scalar' || !isPath(path)) return [];
    const values = entryOf(block.body, 'with');
    const range = { start: path.range.start + start, end: path.range.end + start };
    const given = entriesOf(values?.value);
    const slot = withSlot(source.slice(start, start + block.range.end), block.body);
    const written = { ...(values ? { with: values } : {}), given, ...(slot ? { slot } : {}) };
    return [{ task: block.name.text, file: path.text, range, ...written, start }];
  });
}

/** Whether any task uses another pipeline: asked at each keystroke. */
export function hasUses({ syntax, kept }: Analysis): boolean {
  const { units, assembly } = kept;
  if (units) return units.rarities.uses > 0;
  return assembly?.world.table.units.some(({ facts }) => facts.outputsUnknown) ?? syntax.tasks.length > 0;
}

/** Whether a text at least wants to be a pipeline: it says "tasks". */
export function isPipelineText({ syntax }: Analysis): boolean {
  return syntax.tasks.length > 0 || syntax.entries.some(({ key }) => key.text === 'tasks');
}

function isPath(path: ScalarSyntax): boolean {
  return !isNull(path) && path.text.trim() !== '' && !path.text.includes('\0');
}
