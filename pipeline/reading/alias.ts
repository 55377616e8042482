import type { ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';

/** How many nodes aliases may still bring in; shared by all pieces of a file, so that an alias bomb ends early. */
export interface AliasBudget {
  left: number;
}

/** More than any honest file needs. */
export const mostAliasedNodes = 100_000;

/** What an alias stands for, as if it were written at `range`; `undefined` when the budget is used up. */
export function copyAt(value: ValueSyntax, range: TextRange, budget: AliasBudget): ValueSyntax | undefined {
  if (--budget.left < 0) return undefined;
  if (value.kind === 'scalar') return { ...value, range };
  if (value.kind === 'list') {
    const items = [];
    for (const item of value.items) {
      const copy = copyAt(item, range, budget);
      if (!copy) return undefined;
      items.push(copy);
    }
    return { ...value, range, items };
  }
  const entries = [];
  for (const entry of value.entries) {
    const key = { ...entry.key, range };
    const copy = entry.value && copyAt(entry.value, range, budget);
    if (entry.value && !copy) return undefined;
    entries.push(copy ? { key, value: copy } : { key });
  }
  return { ...value, range, entries };
}
