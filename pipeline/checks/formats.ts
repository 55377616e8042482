import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import type { ScalarSyntax } from '../syntax.ts';
import { expressionContexts } from '../vocabulary/expression-words.ts';
import type { MapKeys, StringFormat } from '../vocabulary/shape.ts';
import { checkCron } from './cron.ts';
import { say } from './values.ts';

/** The words under which a task may be known: letters, digits, `_`, `-` and `.`, not too long. */
export function isTaskName(name: string): boolean {
  return !isTooLongName(name) && /^[\p{L}\p{Nd}_][\p{L}\p{M}\p{Nd}_.-]*$/u.test(name);
}

/** Whether a name has more than 100 letters, or more than 200 bytes in UTF-8: it is part of the names of files, which have at most 255. */
export function isTooLongName(name: string): boolean {
  return name.length > 100 || (name.length > 200 / 3 && new TextEncoder().encode(name).length > 200);
}

/** Whether a shell can have a variable of this name. */
export function isEnvName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Whether an expression can say this name after a dot. */
export function isIdentifier(name: string): boolean {
  return name.length <= 100 && /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name);
}

/** Checks what a text must be besides a text. `what` names it in messages: `"timezone"`. */
export function checkFormat(value: ScalarSyntax, format: StringFormat, what: string): Problem[] {
  switch (format) {
    case 'env-name':
      return isEnvName(value.text) ? [] : [problem('invalid-value', value.range, envAdvice(value))];
    case 'identifier':
      return checkIdentifier(value, what);
    case 'cron':
      return checkCron(value);
    case 'timezone':
      return checkTimezone(value, what);
    case 'date':
      return isDate(value.text)
        ? []
        : [problem('invalid-value', value.range, `${what} must be a date such as 2026-01-31, not ${say(value)}.`)];
    case 'path':
    case 'glob':
    case 'script':
      return value.text.includes('\0')
        ? [problem('invalid-value', value.range, `${what} must not hold a NUL character.`)]
        : [];
    case 'task-name':
    case 'pool-name':
    case 'executor-name':
      return [];
    default:
      return format satisfies never;
  }
}

/** Checks a key that the user chose. */
export function checkMapKey(key: ScalarSyntax, keys: MapKeys): Problem[] {
  switch (keys) {
    case 'env':
      return isEnvName(key.text) ? [] : [problem('invalid-value', key.range, envAdvice(key))];
    case 'param':
    case 'output': {
      if (isIdentifier(key.text)) return [];
      const kind = keys === 'param' ? 'a param' : 'an output';
      const message = `${say(key)} cannot be the name of ${kind}: use letters, digits, "_" and "-", and begin with a letter.`;
      return [problem('invalid-value', key.range, message)];
    }
    case 'task':
    case 'pool':
    case 'executor':
    case 'value':
      return [];
    default:
      return keys satisfies never;
  }
}

function envAdvice(name: ScalarSyntax): string {
  return `${say(name)} cannot be an environment variable: use letters, digits and "_", and begin with no digit.`;
}

function checkIdentifier(value: ScalarSyntax, what: string): Problem[] {
  if (!isIdentifier(value.text)) {
    return [problem('invalid-value', value.range, `${what} must be a simple name such as "file", not ${say(value)}.`)];
  }
  const taken = expressionContexts.some(context => context.name === value.text);
  return taken
    ? [problem('invalid-value', value.range, `${say(value)} has a meaning in expressions: choose another name.`)]
    : [];
}

function checkTimezone(value: ScalarSyntax, what: string): Problem[] {
  if (isTimezone(value.text)) return [];
  const near = closest(value.text, Intl.supportedValuesOf('timeZone'));
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, value.range, near)];
  const message = `${what} must be an IANA time zone such as Europe/Berlin, not ${say(value)}.${hint}`;
  return [problem('invalid-value', value.range, message, { fixes })];
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a day, or a moment, as ISO 8601 writes it. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return false;
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
  );
}
