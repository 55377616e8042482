import { randomUUID } from 'node:crypto';

/** A name that no other run will choose; it tells which process is at work. */
export function newName(): string {
  return `${process.pid}-${randomUUID()}`;
}
