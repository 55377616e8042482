/**
 * A name for a run that sorts by the time `now` (milliseconds since 1970) to the second, in UTC, such as
 * `20261120-211503-k3f9`. Two runs of one second differ in the last four signs, and who finds the folder taken asks again.
 */
export function newRunId(now: number, random: () => number = Math.random): string {
  const [date, time] = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  const suffix = Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${date}-${time}-${suffix}`;
}
