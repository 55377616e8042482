import type { AttemptPlace } from '../event.ts';
import type { PlacedCommand, PlacedOrphan } from './executor.ts';

/** Tells whoever watches an attempt where its executor has it. */
export function tellPlace(
  { place, placed }: Pick<PlacedCommand | PlacedOrphan, 'place' | 'placed'>,
  where: Omit<AttemptPlace, 'executor'>,
): void {
  placed?.({ executor: place.name, ...where });
}
