import type { ShownStatus } from '../messages.ts';
import { statusLooks } from './status-look.ts';

/** How the tasks stand that are no groups of others: the members of a group are named after it. */
export function withoutGroups(statuses: ReadonlyMap<string, ShownStatus>): readonly ShownStatus[] {
  const above = new Set<string>();
  for (const name of statuses.keys())
    for (const { index } of name.matchAll(/[/[]/g)) if (index > 0) above.add(name.slice(0, index));
  return [...statuses].flatMap(([name, status]) => (above.has(name) ? [] : [status]));
}

/** One line about how the tasks stand, what needs attention first: `3 running · 1 failed · 5 success`. */
export function summaryOf(statuses: Iterable<ShownStatus>): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.entries(statusLooks)
    .flatMap(([status, { words }]) => {
      const count = counts.get(status);
      return count === undefined ? [] : [`${count} ${words}`];
    })
    .join(' · ');
}
