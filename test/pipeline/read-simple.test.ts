import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readSimple } from '../../pipeline/reading/read-simple.ts';
import { readAnyYaml } from '../../pipeline/reading/read-yaml.ts';
import { randomFrom } from '../random.ts';
import { churn } from './fixtures.ts';

const top = new URL('../../', import.meta.url);
const docs = readdirSync(new URL('docs', top))
  .filter(name => name.endsWith('.md'))
  .flatMap(name => readFileSync(new URL(`docs/${name}`, top), 'utf8').split('```'));
const examples = ['penguins', 'flaky'].map(name =>
  readFileSync(new URL(`examples/${name}/${name}.pipeline.yaml`, top), 'utf8'),
);
const pieces = [churn, ...docs, ...examples].flatMap(text => text.split(/\n(?=\S)|\n(?= {2}\w)/));

/** Nothing, or how the simple reader's answer differs from the library's. */
function difference(text: string): string | undefined {
  const simple = readSimple(text);
  if (!simple) return undefined;
  const whole = readAnyYaml(text, () => undefined, { left: 1000 });
  const expected = JSON.stringify({ faults: whole.faults, root: whole.root });
  const actual = JSON.stringify({ faults: [], root: simple });
  return actual === expected ? undefined : `${JSON.stringify(text)}\n  simple:  ${actual}\n  library: ${expected}`;
}

test('what it reads of the examples and the pages is what the library reads', () => {
  assert.deepEqual(pieces.map(difference).filter(Boolean), []);
});

test('it reads most tasks of a plain pipeline', () => {
  const plain = pieces.filter(piece => /^ {2}\w+:\n/.test(piece) && !piece.includes('#'));
  assert.ok(plain.filter(piece => readSimple(piece)).length > plain.length / 2);
});

test('a change anywhere in a text never makes it answer otherwise than the library', () => {
  const random = randomFrom(Number(process.env.SEED ?? 20261120));
  const bases = pieces.filter(readSimple);
  let answered = 0;
  const scraps = [
    '\n',
    ' ',
    '  ',
    ':',
    ': ',
    '- ',
    '-',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    '|',
    '|-',
    '>',
    '#',
    '&a ',
    '*a',
    'true',
    'null',
    '~',
    '1',
    '0x1',
    '1e3',
    '.5',
    '<<: ',
    '%',
    '@',
    '!',
    'ä',
    '😀',
    '\t',
    '\\',
    '? ',
    '---',
    '\n\n',
    '\n    ',
    '\n  a: b',
    '\n    - c',
  ];
  for (let round = 0; round < Number(process.env.ROUNDS ?? 3000); round++) {
    let text = bases[Math.floor(random() * bases.length)] ?? '';
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
      const at = Math.floor(random() * (text.length + 1));
      const scrap = random() < 0.7 ? (scraps[Math.floor(random() * scraps.length)] ?? '') : '';
      text = text.slice(0, at) + scrap + text.slice(at + Math.floor(random() * 4));
    }
    assert.equal(difference(text), undefined);
    if (readSimple(text)) answered++;
  }
  assert.ok(answered > 300, `it answered ${answered} times only`);
});
