import type { Fix } from '../problem.ts';
import { entryOf } from '../reading/fields.ts';
import type { TaskSyntax, ValueSyntax } from '../syntax.ts';

/** The mend that lets `task` need one more: written as the list is written already, or as a new first line. */
export function addNeed(text: string, task: TaskSyntax, name: string): readonly Fix[] {
  const edit = editFor(text, task, name);
  if (!edit) return [];
  const at = edit.at + task.start;
  return [
    {
      title: `Add "${name}" to needs`,
      edits: [{ range: { start: at, end: at + edit.length }, newText: edit.newText }],
    },
  ];
}

interface LocalEdit {
  readonly at: number;
  readonly length: number;
  readonly newText: string;
}

function editFor(text: string, { start, block }: TaskSyntax, name: string): LocalEdit | undefined {
  const { body } = block;
  if (body?.kind !== 'map') return undefined;
  const entry = entryOf(body, 'needs');
  if (!entry) return newEntry(text, start, body, name);
  if (!entry.value) return { at: entry.key.range.end, length: 0, newText: `: [${name}]` };
  return inValue(text, start, entry.value, name);
}

function newEntry(text: string, start: number, body: ValueSyntax, name: string): LocalEdit | undefined {
  const first = body.kind === 'map' ? body.entries[0]?.key.range.start : undefined;
  if (first === undefined || body.kind !== 'map') return undefined;
  if (body.flow) return { at: first, length: 0, newText: `needs: [${name}], ` };
  const indent = before(text, start + first);
  return /^\s+$/.test(indent) ? { at: first, length: 0, newText: `needs: [${name}]\n${indent}` } : undefined;
}

function inValue(text: string, start: number, value: ValueSyntax, name: string): LocalEdit | undefined {
  const { range } = value;
  if (value.kind === 'scalar') {
    const old = text.slice(start + range.start, start + range.end);
    return { at: range.start, length: range.end - range.start, newText: `[${old}, ${name}]` };
  }
  if (value.kind === 'map') return undefined;
  const last = value.items.at(-1);
  if (!last) return { at: range.start + 1, length: 0, newText: name };
  if (value.flow) return { at: last.range.end, length: 0, newText: `, ${name}` };
  const indent = before(text, start + last.range.start);
  return /^\s*-\s+$/.test(indent) ? { at: last.range.end, length: 0, newText: `\n${indent}${name}` } : undefined;
}

function before(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}
