/**
 * A name for a run that sorts by the time `now` (milliseconds since 1970, to the millisecond, in UTC), such as
 * `20261120-211503-k3f9`: of the last four signs two are the milliseconds and two chance. Two runs may come to one
 * name all the same: who finds the folder taken asks again.
 */
export function newRunId(now: number, random: () => number = Math.random): string {
  const [date, time] = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  return `${date}-${time}-${twoSigns(now % 1000)}${twoSigns(Math.floor(random() * signs ** 2))}`;
}

const signs = 36;

function twoSigns(number: number): string {
  return Math.trunc(number).toString(signs).padStart(2, '0');
}
