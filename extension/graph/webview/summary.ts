import type { TaskStatus } from '../../../pipeline/pipeline.ts';
import { statusLooks } from './status-look.ts';

/** One line about how the tasks stand, what needs attention first: `3 running · 1 failed · 5 success`. */
export function summaryOf(statuses: Iterable<TaskStatus>): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.entries(statusLooks)
    .flatMap(([status, { words }]) => {
      const count = counts.get(status);
      return count === undefined ? [] : [`${count} ${words}`];
    })
    .join(' · ');
}
