/** What stands behind why an attempt is not begun yet. */
export const isWaiting = ' It waits.';

/** Whether a log of an attempt tells of nothing but that it waits to be begun. */
export function onlyWaits(log: string): boolean {
  return log.split('\n').every(line => line === '' || line.endsWith(isWaiting));
}
