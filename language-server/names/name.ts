import type { TextRange } from '../../pipeline/text-range.ts';

export type NameKind = 'task' | 'param' | 'output' | 'env' | 'axis' | 'pool' | 'executor';

/** A name that the user chose, which other places refer to. `task` is the one that owns it, where a task does. */
export interface Name {
  readonly kind: NameKind;
  readonly text: string;
  readonly task?: string;
}

/** One place where a name stands; the range is the name alone, without quotes. */
export interface Occurrence {
  readonly name: Name;
  readonly range: TextRange;
  readonly isDefinition: boolean;
}

/** Whether two mean the same thing. Expressions find names without regard to case; only environment variables may differ in case alone. */
export function isSame(one: Name, other: Name): boolean {
  if (one.kind !== other.kind || !sameText(one.task ?? '', other.task ?? '')) return false;
  return one.kind === 'env' ? one.text === other.text : sameText(one.text, other.text);
}

function sameText(one: string, other: string): boolean {
  return one === other || (one.length === other.length && one.toLowerCase() === other.toLowerCase());
}
