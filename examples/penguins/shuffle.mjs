import { createHash } from 'node:crypto';

/** `rows` in an order that depends on `seed` and each row's id only: the same on every machine, in every version. */
export function shuffle(rows, seed) {
  const keys = new Map(rows.map(row => [row, createHash('sha256').update(`${seed}:${row.id}`).digest('hex')]));
  return rows.toSorted((a, b) => (keys.get(a) < keys.get(b) ? -1 : 1));
}
