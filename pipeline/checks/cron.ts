import { Cron } from 'croner';
import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import type { ScalarSyntax } from '../syntax.ts';
import { say } from './values.ts';

const nicknames = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];
const names: Readonly<Record<string, string>> = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day of the month',
  month: 'month',
  dayOfWeek: 'day of the week',
};

/** Checks a cron schedule: how many fields it has, and what stands in each. */
export function checkCron(value: ScalarSyntax): Problem[] {
  const schedule = value.text.trim();
  const fields = schedule.split(/\s+/).length;
  if (schedule.startsWith('@')) return nicknames.includes(schedule.toLowerCase()) ? [] : [unknownNickname(value)];
  if (fields !== 5 && fields !== 6) {
    const message = `A cron schedule has five fields (minute, hour, day of the month, month, day of the week), or six with the second first, not ${fields}.`;
    return [problem('invalid-cron', value.range, message)];
  }
  try {
    new Cron(schedule, { paused: true });
    return [];
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error.message) : 'it cannot be read';
    return [problem('invalid-cron', value.range, `${say(value)} is no cron schedule: ${reason}.`)];
  }
}

function unknownNickname(value: ScalarSyntax): Problem {
  const near = closest(value.text.trim(), nicknames);
  const hint = near === undefined ? ` Known are ${nicknames.join(', ')}.` : ` Did you mean "${near}"?`;
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, value.range, `"${near}"`)];
  return problem('invalid-cron', value.range, `There is no schedule ${say(value)}.${hint}`, { fixes });
}

/** What the library says, in the words of somebody who writes a schedule. Its months count from zero. */
function reasonOf(message: string): string {
  const reason = message.replace(/^CronPattern:\s*/, '').replace(/\.$/, '');
  const [, part = '', number = ''] = /^Invalid value for (\w+): (\d+)$/.exec(reason) ?? [];
  if (part !== '') return `its ${names[part] ?? part} cannot be ${part === 'month' ? Number(number) + 1 : number}`;
  const [, field = '', text = ''] = /^configuration entry (\w+) \((.*)\) (?:contains|is)/.exec(reason) ?? [];
  if (text !== '') return `"${text}" in field ${field} is neither a number nor a name of a day or month`;
  if (field !== '') return 'a value is missing beside a comma';
  return reason.replace(/^(?:Syntax error, )?./, first => first.replace('Syntax error, ', '').toLowerCase());
}
