import { entriesOf, entryOf } from '../reading/fields.ts';
import type { ValueSyntax } from '../syntax.ts';

/** Where more params of a used pipeline can be written, and what stands before, between and behind them. */
export interface WithSlot {
  readonly at: number;
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/** Finds the slot: behind the last value of `with`, or in a `with` of its own behind `uses`. `text` is the piece of the task. */
export function withSlot(text: string, body: ValueSyntax | undefined): WithSlot | undefined {
  const uses = entryOf(body, 'uses');
  const given = entryOf(body, 'with');
  if (body?.kind !== 'map' || !uses?.value || uses.value.range.start < uses.key.range.end) return undefined;
  if (!given) {
    const gap = body.flow ? ', ' : lineLike(text, uses.key.range.start);
    return gap === undefined
      ? undefined
      : { at: uses.value.range.end, before: `${gap}with: { `, between: ', ', after: ' }' };
  }
  const last = entriesOf(given.value).at(-1);
  if (given.value?.kind !== 'map' || !last?.value || last.value.range.start < last.key.range.end) return undefined;
  const gap = given.value.flow ? ', ' : lineLike(text, last.key.range.start);
  return gap === undefined ? undefined : { at: last.value.range.end, before: gap, between: gap, after: '' };
}

/** What begins a line in the column of a key that begins one. */
function lineLike(text: string, key: number): string | undefined {
  const indent = text.slice(text.lastIndexOf('\n', key - 1) + 1, key);
  return /^ +$/.test(indent) ? `${text.includes('\r\n') ? '\r\n' : '\n'}${indent}` : undefined;
}
