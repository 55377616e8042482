import type { Analysis } from '../pipeline/analyse.ts';
import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import { taskAt } from '../pipeline/task-at.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import type { Step } from './cursor/line.ts';
import { nameOf } from './task-facts.ts';

/** A key or a scalar of the text with the way down to it. */
export interface Word {
  readonly path: readonly Step[];
  readonly role: 'key' | 'value';
  readonly scalar: ScalarSyntax;
  /** From the beginning of the text. */
  readonly range: TextRange;
  /** The keys that stand in the same map, its own included. */
  readonly siblings: readonly string[];
}

/** The word that an offset touches. */
export function wordAt(analysis: Analysis, offset: number): Word | undefined {
  const task = taskAt(analysis.syntax, offset);
  if (!task) return inEntries(analysis.syntax.entries, offset, 0, []);
  const path = ['tasks', nameOf(task)];
  const { name, body } = task.block;
  if (touches(name.range, offset - task.start)) return wordOf(name, 'key', path, task.start, []);
  return body && inValue(body, offset - task.start, task.start, path, []);
}

function inValue(
  value: ValueSyntax,
  at: number,
  shift: number,
  path: readonly Step[],
  siblings: readonly string[],
): Word | undefined {
  if (!touches(value.range, at)) return undefined;
  switch (value.kind) {
    case 'scalar':
      return wordOf(value, 'value', path, shift, siblings);
    case 'map':
      return inEntries(value.entries, at, shift, path);
    case 'list':
      for (const item of value.items) {
        const word = inValue(item, at, shift, [...path, 0], []);
        if (word) return word;
      }
      return undefined;
    default:
      return value satisfies never;
  }
}

function inEntries(
  entries: readonly EntrySyntax[],
  at: number,
  shift: number,
  path: readonly Step[],
): Word | undefined {
  const siblings = entries.map(entry => String(entry.key.value ?? ''));
  for (const { key, value } of entries) {
    const below = [...path, String(key.value ?? '')];
    if (touches(key.range, at)) return wordOf(key, 'key', below, shift, siblings);
    const word = value && inValue(value, at, shift, below, siblings);
    if (word) return word;
  }
  return undefined;
}

function wordOf(
  scalar: ScalarSyntax,
  role: Word['role'],
  path: readonly Step[],
  shift: number,
  siblings: readonly string[],
): Word {
  const range = { start: scalar.range.start + shift, end: scalar.range.end + shift };
  return { path, role, scalar, range, siblings };
}

function touches(range: TextRange, at: number): boolean {
  return range.start <= at && at <= range.end;
}
