/** The one way to the time, so that a test can tick it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `action` once, `delay` milliseconds from now; the answer takes that back. */
  after(delay: number, action: () => void): () => void;
}

/** The machine's time. Its timers keep the program alive; delays beyond what Node's timers can hold are kept too. */
export const systemClock: Clock = {
  now: Date.now,
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

/** Node fires at once when a delay does not fit 31 bits. */
const longestTimer = 2 ** 31 - 1;
