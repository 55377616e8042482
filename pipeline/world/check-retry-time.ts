import { formatDuration } from '../duration.ts';
import { type Problem, problem } from '../problem.ts';
import { durationOf, entryOf, numberOf, scalarOf, valueUnder } from '../reading/fields.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { ValueSyntax } from '../syntax.ts';
import type { FileFacts } from './file-facts.ts';

/** Tells of a task whose waits between its attempts alone are longer than the whole run may take. */
export function checkRetryTime(unit: TaskUnit, file: FileFacts): readonly Problem[] {
  if (file.timeoutMs === undefined) return none;
  const { body } = unit.block;
  const own = scalarOf(body, 'retries') ?? scalarOf(body, 'retry_delay') ?? scalarOf(body, 'retry_backoff');
  const waits = own && waitsOf([body, valueUnder(file.body, 'defaults')]);
  if (!own || waits === undefined || waits < file.timeoutMs) return none;
  return [problem('timeout-too-short', own.range, tooShort(waits, file.timeoutMs))];
}

/** The same of what `defaults` says for all tasks. */
export function checkDefaultRetryTime(file: FileFacts): readonly Problem[] {
  const defaults = entryOf(file.body, 'defaults');
  const waits = file.timeoutMs === undefined ? undefined : waitsOf([defaults?.value]);
  if (!defaults || file.timeoutMs === undefined || waits === undefined || waits < file.timeoutMs) return none;
  const place = scalarOf(defaults.value, 'retries') ?? defaults.key;
  return [problem('timeout-too-short', place.range, tooShort(waits, file.timeoutMs))];
}

const none: readonly Problem[] = [];
const most = 10_000;

function tooShort(waits: number, timeout: number): string {
  return `The waits before the retries take ${formatDuration(waits)}, but the whole run may take only ${formatDuration(timeout)} ("timeout" of the file): the last attempt is never reached.`;
}

/** The least time that all waits take together; what is not said in the first is looked for in the next. */
function waitsOf(sources: readonly (ValueSyntax | undefined)[]): number | undefined {
  const first = <T>(read: (source: ValueSyntax | undefined) => T | undefined) =>
    sources.map(read).find(found => found !== undefined);
  const retries = first(source => numberOf(source, 'retries')) ?? 0;
  const delay = first(source => durationOf(source, 'retry_delay')) ?? 0;
  const backoff = first(source => numberOf(source, 'retry_backoff')) ?? 1;
  const cap = first(source => durationOf(source, 'max_retry_delay')) ?? Number.POSITIVE_INFINITY;
  const jitter = first(source => numberOf(source, 'retry_jitter')) ?? 0;
  if (retries < 1 || delay <= 0 || backoff < 1 || retries > most) return undefined;
  let waits = 0;
  let next = delay;
  for (let attempt = 0; attempt < retries; attempt++) {
    waits += Math.min(next, cap);
    next = Math.min(next * backoff, cap);
  }
  return Number.isFinite(waits) ? waits * Math.max(0, 1 - jitter) : undefined;
}
