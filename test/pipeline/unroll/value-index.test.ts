import { deepEqual } from 'node:assert/strict';
import { it } from 'node:test';
import { evaluate } from '../../../pipeline/expression.ts';
import type { ParamValue } from '../../../pipeline/pipeline.ts';
import { ValueIndex } from '../../../pipeline/unroll/value-index.ts';
import { randomFrom } from '../../random.ts';

const values: readonly ParamValue[] = [
  ...['', ' ', '0', '1', '1.0', '1e0', '0x1', '-0', 'a', 'A', 'ä', 'Ä', 'true', 'TRUE', 'Infinity', 'x\0y'],
  ...[0, -0, 1, 1.5, 16, true, false, Number.POSITIVE_INFINITY],
];

it('finds exactly what an expression calls equal', () => {
  for (const value of values) {
    const items = values.map(other => ({ x: other }));
    const equal = values.flatMap((other, index) => (same(value, other) ? [index] : []));
    deepEqual(new ValueIndex(items, () => true).find({ x: value, y: 'any' }), equal, JSON.stringify(value));
  }
});

it('finds in any mixture of names what one look at each item finds', () => {
  const random = randomFrom(7);
  const some = (chance: number) =>
    Object.fromEntries(['a', 'b', 'c'].flatMap(name => (random() < chance ? [[name, Math.floor(random() * 3)]] : [])));
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: 8 }, () => some(0.5));
    const index = new ValueIndex(items, name => name !== 'c');
    const wanted = some(0.9);
    const found = items.flatMap((item, place) =>
      Object.entries(item).every(([name, value]) => name === 'c' || wanted[name] === value) ? [place] : [],
    );
    deepEqual(index.find(wanted), found);
  }
});

function same(one: ParamValue, other: ParamValue): boolean {
  const evaluated = evaluate('a == b', { values: { a: one, b: other } });
  return evaluated.ok && evaluated.value === true;
}
