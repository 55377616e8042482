/** The signals that end a process and have the same number on every system, with that number. */
const signals: readonly (readonly [name: string, number: number])[] = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGQUIT', 3],
  ['SIGILL', 4],
  ['SIGTRAP', 5],
  ['SIGABRT', 6],
  ['SIGFPE', 8],
  ['SIGKILL', 9],
  ['SIGSEGV', 11],
  ['SIGPIPE', 13],
  ['SIGALRM', 14],
  ['SIGTERM', 15],
];

const byName = new Map(signals);
const byNumber = new Map(signals.map(([name, number]) => [number, name]));

/** The signal that a shell means by an exit status above 128, or `undefined` when the status is a plain one. */
export function signalOfStatus(status: number): string | undefined {
  return byNumber.get(status - 128);
}

/** The exit status by which a shell tells of a signal; 128 for one without a fixed number. */
export function statusOfSignal(signal: string): number {
  return 128 + (byName.get(signal) ?? 0);
}
