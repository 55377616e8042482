import { formatDuration, parseDuration } from '../../pipeline/duration.ts';

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1000 },
  { name: 'millisecond', ms: 1 },
] as const;

/** A duration at its shortest, and in every other unit in which it is a handy number; nothing for what is none. */
export function durationDoc(text: string): string | undefined {
  const ms = parseDuration(text);
  if (ms === undefined) return undefined;
  const amounts = units
    .map(({ name, ms: unit }) => ({ name, amount: Math.round((ms / unit) * 100) / 100 }))
    .filter(({ amount, name }) => (amount >= 1 && amount < 100_000) || name === 'second')
    .map(({ name, amount }) => `${grouped(amount)} ${name}${amount === 1 ? '' : 's'}`);
  const shortest = formatDuration(ms);
  const is = shortest.replaceAll(' ', '') === text ? [] : [shortest];
  return [`\`${text}\``, [...is, ...amounts].join(' · ')].join(': ');
}

/** With commas between thousands, in every locale alike. */
function grouped(amount: number): string {
  return amount.toLocaleString('en-US');
}
