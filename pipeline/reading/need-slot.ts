import { type Fix, replacement } from '../problem.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import { entryOf } from './fields.ts';

/** Where one more need of a task can be written, and what goes around its name. */
export interface NeedSlot {
  readonly range: TextRange;
  readonly before: string;
  readonly after: string;
}

/** Where one more key of a task can be written, in a line of its own or in its braces; `after` goes behind it. */
export interface KeySlot {
  readonly range: TextRange;
  readonly after: string;
}

/** Finds the place for one more key: in front of the first. `text` is the piece of the task. */
export function keySlot(text: string, name: ScalarSyntax, body: ValueSyntax | undefined): KeySlot | undefined {
  const first = body?.kind === 'map' ? body.entries[0]?.key.range.start : undefined;
  if (body?.kind !== 'map' || first === undefined || first < name.range.end) return undefined;
  const range = { start: first, end: first };
  if (body.flow) return { range, after: ', ' };
  const indent = lineBefore(text, first);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return /^\s+$/.test(indent) ? { range, after: `${newline}${indent}` } : undefined;
}

/** The mend that lets a task need `name` too; `start` is where the ranges of the task count from. */
export function addNeed(slot: NeedSlot | undefined, name: string, start: number): readonly Fix[] {
  if (!slot) return [];
  const range = { start: slot.range.start + start, end: slot.range.end + start };
  return [replacement(`Add "${name}" to needs`, range, slot.before + name + slot.after)];
}

/** Finds the slot: in the way the list is written already, or in a new first line of the task. `text` is its piece. */
export function needSlot(text: string, name: ScalarSyntax, body: ValueSyntax | undefined): NeedSlot | undefined {
  if (body?.kind !== 'map') return undefined;
  const entry = entryOf(body, 'needs');
  if (entry?.value) return inValue(text, entry.value);
  const slot = entry ? undefined : keySlot(text, name, body);
  return slot && { range: slot.range, before: 'needs: [', after: `]${slot.after}` };
}

function inValue(text: string, value: ValueSyntax): NeedSlot | undefined {
  const { range } = value;
  if (value.kind === 'scalar') return { range, before: `[${text.slice(range.start, range.end)}, `, after: ']' };
  if (value.kind === 'map') return undefined;
  const last = value.items.at(-1);
  if (!last) return { range: { start: range.start + 1, end: range.start + 1 }, before: '', after: '' };
  const behind = { start: last.range.end, end: last.range.end };
  if (value.flow) return { range: behind, before: ', ', after: '' };
  const indent = lineBefore(text, last.range.start);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return /^\s*-\s+$/.test(indent) ? { range: behind, before: `${newline}${indent}`, after: '' } : undefined;
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
