/** The one way to the time, so that a test can tick it. */
export interface Clock {
  /** Milliseconds since 1970, never less than it answered before, however the machine's clock is set. */
  now(): number;
  /** Milliseconds since some moment, which no setting of the machine's clock changes: for all that waits or is measured. */
  elapsed(): number;
  /** Calls `action` once, `delay` milliseconds from now; the answer takes that back. */
  after(delay: number, action: () => void): () => void;
}

/** The machine's time. Its timers keep the program alive; delays beyond what Node's timers can hold are kept too. */
export const systemClock: Clock = {
  now: steadyTime(Date.now, () => performance.now()),
  elapsed: () => performance.now(),
  after(delay, action) {
    if (delay > longestTimer) {
      let cancel = systemClock.after(longestTimer, () => {
        cancel = systemClock.after(delay - longestTimer, action);
      });
      return () => cancel();
    }
    const timer = setTimeout(action, delay);
    return () => clearTimeout(timer);
  },
};

/** How long to wait for what is due `durationMs` after `begin`, a time of perhaps another process: never longer, however the clock was set since. */
export function remainingMs(begin: number, durationMs: number, clock: Pick<Clock, 'now'>): number {
  return Math.min(durationMs, Math.max(0, begin + durationMs - clock.now()));
}

/** Node fires at once when a delay does not fit 31 bits. */
const longestTimer = 2 ** 31 - 1;

/**
 * The time that `wall` tells, in whole milliseconds, but when it is set back, which the steady `elapsed` shows: then it
 * goes on from where it was. A jump forward is taken as it is, for a machine that slept makes one.
 */
export function steadyTime(wall: () => number, elapsed: () => number): () => number {
  let lastWall = wall();
  let lastElapsed = elapsed();
  let lead = 0;
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    const nowWall = wall();
    const nowElapsed = elapsed();
    const setBack = nowElapsed - lastElapsed - (nowWall - lastWall);
    if (setBack > toleratedMs) lead += setBack;
    lastWall = nowWall;
    lastElapsed = nowElapsed;
    latest = Math.max(latest, Math.round(nowWall + lead));
    return latest;
  };
}

/** A clock that is being corrected runs a little slow for a while. */
const toleratedMs = 100;
