/** Signals closer together than this are one: npm and npx send on the Ctrl-C that the terminal has given us already. */
const oneKeyMs = 100;

/** How a run is stopped from the keyboard or by the system. */
export interface StopSignals {
  /** Aborts at the first Ctrl-C, SIGTERM or SIGHUP: stop politely. */
  readonly polite: AbortSignal;
  /** Aborts at a Ctrl-C after that: stop at once. */
  readonly atOnce: AbortSignal;
}

/** Listens for the signals that stop a run, to the end of the program: also what comes while it ends must not tear it off. */
export function listenForStop(now: () => number): StopSignals {
  const polite = new AbortController();
  const atOnce = new AbortController();
  let firstAt = 0;
  const first = () => {
    if (polite.signal.aborted) return false;
    firstAt = now();
    polite.abort();
    return true;
  };
  const interrupt = () => {
    if (!first() && now() - firstAt > oneKeyMs) atOnce.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', first).on('SIGHUP', first);
  return {
    polite: polite.signal,
    atOnce: atOnce.signal,
  };
}
