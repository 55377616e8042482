import { journalVersion, type RunEvent } from '../event.ts';

/** The event that a line of a journal tells, or `undefined` when the line is none. Types that this version does not know pass: the fold ignores them. */
export function parseEventLine(line: string): RunEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isEvent(value) ? value : undefined;
}

function isEvent(value: unknown): value is RunEvent {
  if (!isObject(value) || typeof value.type !== 'string' || typeof value.at !== 'number') return false;
  switch (value.type) {
    case 'run_started':
      return isStart(value);
    case 'run_resumed':
      return typeof value.host === 'string' && typeof value.pid === 'number';
    case 'group_opened':
      return typeof value.task === 'string' && (value.members === undefined || areTasks(value.members));
    case 'task_queued':
      return typeof value.task === 'string';
    case 'attempt_started':
      return (
        typeof value.task === 'string' &&
        isAttempt(value.attempt) &&
        (value.place === undefined || isPlace(value.place))
      );
    case 'attempt_placed':
      return typeof value.task === 'string' && isAttempt(value.attempt) && isPlace(value.place);
    case 'attempt_ended':
      return typeof value.task === 'string' && isAttempt(value.attempt) && isKind(value.outcome);
    case 'task_ended':
      return typeof value.task === 'string' && typeof value.status === 'string';
    case 'run_ended':
      return typeof value.status === 'string';
    default:
      return true;
  }
}

/** A newer version may say the rest in another way: whoever reads it looks at the version first. */
function isStart(value: Record<string, unknown>): boolean {
  if (typeof value.version !== 'number' || typeof value.runId !== 'string') return false;
  const { pipeline } = value;
  if (value.version > journalVersion) return true;
  return isObject(pipeline) && areTasks(pipeline.tasks);
}

function areTasks(value: unknown): boolean {
  return Array.isArray(value) && value.every(task => isObject(task) && typeof task.name === 'string');
}

function isAttempt(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1_000_000;
}

function isPlace(value: unknown): boolean {
  return isObject(value) && typeof value.executor === 'string';
}

function isKind(value: unknown): boolean {
  return isObject(value) && typeof value.kind === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
