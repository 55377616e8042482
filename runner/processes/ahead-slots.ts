import type { Clock } from '../clock.ts';
import type { Told } from './processes.ts';
import type { ShellPool } from './shell-pool.ts';
import type { NextAttempt, ShellSlot } from './shell-slot.ts';

/** What a shell may be told ahead, once it is known which one. */
export interface TellableAttempt extends NextAttempt {
  /** Called just before the shell learns of it. */
  readonly told: () => void;
}

/** Shells whose attempts are short are told the next ones ahead, so that they need not wait to be told. */
export class AheadSlots {
  readonly #pool: ShellPool;
  readonly #clock: Clock;
  /** Those whose last attempt was short. */
  readonly #quick = new Set<ShellSlot>();
  /** Those where something runs that others may follow, and since when. */
  readonly #leading = new Map<ShellSlot, number>();
  #cancelTimer: (() => void) | undefined;

  constructor(pool: ShellPool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Says that an attempt begins; the answer says that it is over. */
  begins(slot: ShellSlot, isPlain: boolean): () => void {
    const startedAt = this.#clock.elapsed();
    if (isPlain) this.#leading.set(slot, startedAt);
    else this.#leading.delete(slot);
    return () => {
      if (this.#clock.elapsed() - startedAt < shortMs) this.#quick.add(slot);
      else this.#quick.delete(slot);
    };
  }

  /** Says that what runs there is stopped: nothing may begin before that is over. */
  stops(slot: ShellSlot): void {
    this.#leading.delete(slot);
  }

  /** How many attempts can be told now. */
  room(): number {
    let room = 0;
    for (const slot of this.#pool.slots) room += this.#roomOf(slot);
    return room;
  }

  /** Tells attempts to the shells that were told the fewest. Throws, and tells nothing, when it cannot be noted. */
  tell(attempts: readonly (((slot: ShellSlot) => TellableAttempt) | undefined)[]): (Told | undefined)[] {
    const batches = new Map<ShellSlot, TellableAttempt[]>();
    const notes: { readonly slot: ShellSlot; readonly path: string }[] = [];
    const answers = attempts.map(attempt => {
      const slot = attempt && this.#roomiest(batches);
      if (!slot) return undefined;
      const told = attempt(slot);
      const batch = batches.get(slot);
      if (batch) batch.push(told);
      else batches.set(slot, [told]);
      notes.push({ slot, path: told.path });
      return { takeBack: () => slot.takeBack(told) };
    });
    this.#pool.noteAhead(notes);
    for (const [slot, batch] of batches) {
      for (const { told } of batch) told();
      slot.tellAhead(batch);
    }
    if (batches.size > 0) this.#lookLater();
    return answers;
  }

  close(): void {
    this.#cancelTimer?.();
  }

  /** Behind one that turns out long, nothing waits. */
  #lookLater(): void {
    this.#cancelTimer ??= this.#clock.after(longMs, () => {
      this.#cancelTimer = undefined;
      const latest = this.#clock.elapsed() - longMs;
      for (const [slot, startedAt] of this.#leading) {
        if (slot.waiting > 0 && startedAt <= latest && slot.takeAllBack()) this.stops(slot);
      }
      if ([...this.#leading.keys()].some(({ waiting }) => waiting > 0)) this.#lookLater();
    });
  }

  #roomiest(batches: ReadonlyMap<ShellSlot, readonly unknown[]>): ShellSlot | undefined {
    let best: ShellSlot | undefined;
    let most = 0;
    for (const slot of this.#pool.slots) {
      const room = this.#roomOf(slot) - (batches.get(slot)?.length ?? 0);
      if (room <= most) continue;
      best = slot;
      most = room;
    }
    return best;
  }

  #roomOf(slot: ShellSlot): number {
    const isFit = slot.isUsable && !slot.isFree && this.#quick.has(slot) && this.#leading.has(slot);
    return isFit ? Math.max(0, mostAhead - slot.waiting) : 0;
  }
}

/** With more, nothing gets faster, and more has to be taken back when an attempt turns out long. */
const mostAhead = 3;
/** They are at most so late by this, and by a few short ones before them, should something more urgent come in. */
const longMs = 50;
/** A shell that is told once in a while needs nothing ahead. */
const shortMs = 20;
