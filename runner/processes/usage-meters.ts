import type { Clock } from '../clock.ts';
import type { Usage } from '../event.ts';
import { childTicks, peakMemory } from './proc-usage.ts';

/** One attempt that is measured. */
interface Meter {
  /** The shell that runs it: it may be given another one in its beginning. */
  readonly shell: () => number;
  readonly startedAt: number;
  nextLook: number;
  /** What all earlier attempts of its shell had used. */
  before?: number;
  peakMemoryBytes?: number;
}

/**
 * Measures what attempts use, from outside and only on Linux: one that is over sooner than the first look costs nothing
 * and is not measured. Memory that comes and goes between two looks at a process that ends is not seen.
 */
export class UsageMeters {
  readonly #clock: Clock;
  readonly #isSupported: boolean;
  readonly #meters = new Set<Meter>();
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, isSupported = process.platform === 'linux') {
    this.#clock = clock;
    this.#isSupported = isSupported;
  }

  /** Begins to measure the attempt that `shell`, a pid, runs as its only child; the answer ends that and says what it used. */
  begin(shell: () => number): () => Usage | undefined {
    if (!this.#isSupported) return () => undefined;
    const startedAt = this.#clock.now();
    const meter: Meter = { shell, startedAt, nextLook: startedAt + firstLookMs };
    this.#meters.add(meter);
    this.#schedule(firstLookMs);
    return () => {
      this.#meters.delete(meter);
      return usageOf(meter);
    };
  }

  close(): void {
    this.#cancelTimer?.();
    this.#meters.clear();
  }

  #schedule(delay: number): void {
    this.#cancelTimer ??= this.#clock.after(delay, () => {
      this.#cancelTimer = undefined;
      const begin = this.#clock.now();
      for (const meter of this.#meters) if (begin >= meter.nextLook) look(meter, begin);
      const took = this.#clock.now() - begin;
      if (this.#meters.size > 0) this.#schedule(Math.max(firstLookMs, took * lookShare));
    });
  }
}

const firstLookMs = 100;
const longestPauseMs = 1000;
/** Looking may take one part in this many of the time. */
const lookShare = 50;
/** USER_HZ, which is 100 on every Linux. */
const msPerTick = 10;

function look(meter: Meter, now: number): void {
  const shell = meter.shell();
  // As long as the attempt runs, its shell has waited for all earlier ones and for nothing of it.
  const before = meter.before ?? childTicks(shell);
  if (before !== undefined) meter.before = before;
  const peak = peakMemory(shell);
  if (peak !== undefined) meter.peakMemoryBytes = Math.max(peak, meter.peakMemoryBytes ?? 0);
  meter.nextLook = now + Math.min(longestPauseMs, Math.max(firstLookMs, (now - meter.startedAt) / 20));
}

function usageOf({ shell, before, peakMemoryBytes }: Meter): Usage | undefined {
  if (before === undefined) return undefined;
  const after = childTicks(shell());
  const cpuMs = after === undefined || after < before ? undefined : (after - before) * msPerTick;
  return { ...(cpuMs !== undefined && { cpuMs }), ...(peakMemoryBytes !== undefined && { peakMemoryBytes }) };
}
