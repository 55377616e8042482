import { Cron } from 'croner';
import { type Problem, problem } from '../problem.ts';
import { entriesOf, isNull, scalarOf, valueUnder } from '../reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { isDate } from './formats.ts';
import { say } from './values.ts';

/** Tells of schedules that name no day that there is, or none between their dates. */
export function checkTriggers(triggers: ValueSyntax | undefined): Problem[] {
  return triggers?.kind === 'list' ? triggers.items.flatMap(checkSchedule) : [];
}

/** Tells of params for want of which no trigger of the file `body` starts anything: nobody is asked for them then. */
export function checkTriggerParams(body: ValueSyntax): Problem[] {
  const triggers = valueUnder(body, 'triggers');
  if (triggers?.kind !== 'list' || triggers.items.length === 0) return [];
  return entriesOf(valueUnder(body, 'params'))
    .filter(({ value }) => defaultOf(value) === undefined)
    .map(({ key }) => {
      const message = `The triggers never fire: the param ${say(key)} has no default, and nobody is asked for it when a trigger starts a run.`;
      return problem('never-fires', key.range, message);
    });
}

function defaultOf(param: ValueSyntax | undefined): ScalarSyntax | undefined {
  const said = param?.kind === 'scalar' ? param : scalarOf(param, 'default');
  return said && isNull(said) ? undefined : said;
}

function checkSchedule(trigger: ValueSyntax): Problem[] {
  const cron = scalarOf(trigger, 'cron');
  if (!cron) return [];
  const [first, last] = [dateOf(trigger, 'start_date'), dateOf(trigger, 'end_date')];
  if (first === 'wrong' || last === 'wrong') return [];
  const start = scalarOf(trigger, 'start_date');
  const end = scalarOf(trigger, 'end_date');
  if (first && last && last.getTime() < first.getTime() && end && start) {
    const message = `This schedule never fires: it ends on ${end.text}, before it begins on ${start.text}.`;
    return [problem('never-fires', end.range, message)];
  }
  const next = nextTime(cron.text, new Date((first?.getTime() ?? Date.UTC(2000, 0, 1)) - oneDay));
  if (next === 'wrong') return [];
  if (next === undefined) {
    return [problem('never-fires', cron.range, `${say(cron)} never fires: there is no such day in any year.`)];
  }
  if (!last || !end || next.getTime() < last.getTime() + 2 * oneDay) return [];
  return [problem('never-fires', cron.range, `${say(cron)} never fires: its first time comes after ${end.text}.`)];
}

const oneDay = 86_400_000;

function dateOf(trigger: ValueSyntax, key: string): Date | 'wrong' | undefined {
  const found = scalarOf(trigger, key);
  if (!found) return undefined;
  return isDate(found.text) ? new Date(found.text.slice(0, 10)) : 'wrong';
}

/** The first time behind a moment; time zones move one by less than a day, and not from one year into none. */
function nextTime(pattern: string, from: Date): Date | 'wrong' | undefined {
  try {
    return new Cron(pattern.trim(), { paused: true, timezone: 'UTC' }).nextRun(from) ?? undefined;
  } catch {
    return 'wrong';
  }
}
