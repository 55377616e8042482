/** Sends a signal to a process, or to a process group by its negative number. False when there is none, or it is not ours. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  if (!isTarget(pid)) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether a number names one process or one group. To kill(2), 0 is the own group and -1 is everything; 1 is the system's. */
export function isTarget(pid: number): boolean {
  return Number.isSafeInteger(pid) && Math.abs(pid) > 1;
}
