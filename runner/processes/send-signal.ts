/** Sends a signal to a process, or to a process group by its negative number. False when there is none, or it is not ours. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
