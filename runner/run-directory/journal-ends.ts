import { type FileHandle, open } from 'node:fs/promises';
import { journalVersion, type RunEvent, type RunStarted, type RunTrigger } from '../event.ts';
import { parseEventLine } from './event-line.ts';

/** What the two ends of a journal tell of a run that is over. */
export interface JournalEnds {
  /** The first line: without its tasks, when it is long. */
  readonly started: Pick<RunStarted, 'at' | 'name' | 'file'> & Partial<Pick<RunStarted, 'pipeline' | 'trigger'>>;
  readonly ended: Extract<RunEvent, { type: 'run_ended' }>;
}

/** Reads so little of a journal that a thousand are read at once; `undefined` when that does not tell of a run that is over. */
export async function readEnds(journal: string): Promise<JournalEnds | undefined> {
  try {
    const file = await open(journal, 'r');
    try {
      return await endsIn(file);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** The first line holds the tasks last: what stands before them is in here. */
const headSize = 16 * 1024;
const tailSize = 4 * 1024;

async function endsIn(file: FileHandle): Promise<JournalEnds | undefined> {
  const { size } = await file.stat();
  const tail = await bytesAt(file, Math.max(0, size - tailSize), tailSize);
  const ended = lastEvent(tail);
  if (ended?.type !== 'run_ended') return undefined;
  const started = startIn(size <= tailSize ? tail : await bytesAt(file, 0, headSize));
  return started && { started, ended };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The last line, when it was written to its end. */
function lastEvent(tail: Buffer): RunEvent | undefined {
  if (tail.at(-1) !== newline) return undefined;
  const start = tail.lastIndexOf(newline, tail.length - 2);
  return start === -1 ? undefined : parseEventLine(tail.toString('utf8', start + 1, tail.length - 1));
}

const newline = 0x0a;
/** No text has quotation marks like these in it, and beside it only objects without objects stand before it. */
const tasksFollow = Buffer.from(',"pipeline":{');

function startIn(head: Buffer): JournalEnds['started'] | undefined {
  const end = head.indexOf(newline);
  if (end !== -1) {
    const event = parseEventLine(head.toString('utf8', 0, end));
    return event?.type === 'run_started' && event.version <= journalVersion ? event : undefined;
  }
  const cut = head.indexOf(tasksFollow);
  return cut === -1 ? undefined : startOf(`${head.toString('utf8', 0, cut)}}`);
}

function startOf(text: string): JournalEnds['started'] | undefined {
  const { type, version, at, name, file, trigger } = Object(JSON.parse(text)) as Record<string, unknown>;
  const isKnown = type === 'run_started' && typeof version === 'number' && version <= journalVersion;
  const isWhole = typeof at === 'number' && typeof name === 'string' && typeof file === 'string';
  return isKnown && isWhole ? { at, name, file, ...(isTrigger(trigger) && { trigger }) } : undefined;
}

/** The rest of it is as the runner wrote it. */
function isTrigger(value: unknown): value is RunTrigger {
  return typeof value === 'object' && value !== null && 'kind' in value && 'scheduledAt' in value;
}
