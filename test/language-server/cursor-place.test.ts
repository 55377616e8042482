import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorPlace } from '../../language-server/cursor/cursor-place.ts';
import { cursor } from './cursor.ts';

const places: readonly (readonly [source: string, place: string])[] = [
  ['|', 'entry at  ""'],
  ['na|', 'entry at  "na"'],
  ['na|me: x\nenv: {}', 'entry at  "name" beside env, has a colon'],
  ['name: |', 'value at name ""'],
  ['name: "a|b"', 'value at name "ab"'],
  ['name:|', 'nothing'],
  ['# na|', 'nothing'],
  ['name: x # na|', 'nothing'],
  ['name: x#na|', 'value at name "x#na"'],
  ['tasks:\n  a:\n    ne|', 'entry at tasks.a "ne"'],
  ['tasks:\n  a:\n    |\n    run: x', 'entry at tasks.a "" beside run'],
  ['tasks:\n  a:\n    run: x\n    |\n  b:\n    if: y', 'entry at tasks.a "" beside run'],
  ['tasks:\n  a:\n    run: x\n  |', 'entry at tasks "" beside a'],
  ['tasks:\n  a:\n    run: x\n|', 'entry at  "" beside tasks'],
  ['tasks:\r\n  a:\r\n    run: x\r\n    ne|\r\n', 'entry at tasks.a "ne" beside run'],
  ['tasks:\n\n  # note: here\n  a:\n\n    ne|', 'entry at tasks.a "ne"'],
  ['tasks:\n  "a b":\n    ne|', 'entry at tasks.a b "ne"'],
  ['tasks:\n  a: &x !!map\n    ne|', 'entry at tasks.a "ne"'],
  ['tasks:\n  a:\n    needs: lo|', 'value at tasks.a.needs "lo"'],
  ['tasks:\n  a:\n    needs: [lo|', 'value at tasks.a.needs.0 "lo"'],
  ['tasks:\n  a:\n    needs: [x, lo|, y]\n    run: z', 'value at tasks.a.needs.0 "lo" beside x, y'],
  ['tasks:\n  a:\n    needs: [x, "lo|"]', 'value at tasks.a.needs.0 "lo" beside x'],
  ['tasks:\n  a:\n    needs: [x, "lo|]', 'value at tasks.a.needs.0 "lo" beside x'],
  ['tasks:\n  a:\n    needs: [\n      x,\n      |\n    ]', 'value at tasks.a.needs.0 "" beside x'],
  ['tasks:\n  a:\n    needs: [x\n      y|]', 'value at tasks.a.needs.0 "      y"'],
  ['tasks:\n  a:\n    needs: [x]|', 'value at tasks.a.needs "[x]"'],
  ['tasks:\n  a:\n    needs:\n      - x\n      - lo|\n      - y', 'entry at tasks.a.needs.0 "lo" beside x, y'],
  ['tasks:\n  a:\n    needs:\n    - x\n    - |\n    run: y', 'entry at tasks.a.needs.0 "" beside x'],
  ['tasks:\n  a:\n    needs:\n      |', 'entry at tasks.a.needs ""'],
  ['tasks:\n  a: { run: x, ne| }', 'key at tasks.a "ne" beside run'],
  ['tasks:\n  a: { ne|eds: [b], run: x }', 'key at tasks.a "needs" beside run, has a colon'],
  ['tasks:\n  a: { needs: [b|] }', 'value at tasks.a.needs.0 "b"'],
  ['tasks: { a: { needs: | } }', 'value at tasks.a.needs ""'],
  ['triggers:\n  - cr|', 'entry at triggers.0 "cr"'],
  ['triggers:\n  - cron: "* * * * *"\n    over|', 'entry at triggers.0 "over" beside cron'],
  ['triggers:\n  - cron: x\n  - fi|\n    debounce: 1s', 'entry at triggers.0 "fi" beside debounce'],
  ['triggers:\n- cron: x\n  overlap: |', 'value at triggers.0.overlap ""'],
  ['triggers:\n  - { cron: x, over| }', 'key at triggers.0 "over" beside cron'],
  ['params:\n  p: { type: | }', 'value at params.p.type ""'],
  ['tasks:\n  a:\n    env: {\n      A: 1,\n      B|: 2 }', 'key at tasks.a.env "B" beside A, has a colon'],
];

for (const [source, expected] of places) {
  test(`the place in ${JSON.stringify(source)} is: ${expected}`, () => assert.equal(described(source), expected));
}

test('the lines of a block text are a script, whatever they look like', () => {
  assert.equal(
    described('tasks:\n  a:\n    run: |\n      needs:\n        - §\n    if: x', '§'),
    'script at tasks.a.run ""',
  );
  assert.equal(described('tasks:\n  a:\n    run: >-\n      x: [a,\n\n      §', '§'), 'script at tasks.a.run ""');
  assert.equal(described('tasks:\n  a:\n    run: |\n      x\n    §', '§'), 'entry at tasks.a "" beside run');
  assert.equal(described('- |\n  x: §', '§'), 'script at 0 ""');
});

test('no text, however broken, and no offset in it makes the search for the place fail', () => {
  const letters = ['a', ':', ' ', '\n', '-', '[', ']', '{', '}', ',', '"', "'", '#', '|', '&', '\r', '$', '\t', 'é'];
  let state = 3;
  for (let round = 0; round < 3000; round++) {
    let text = '';
    for (let length = 0; length < 25; length++) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      text += letters[(state >> 8) % letters.length];
    }
    const offset = round % (text.length + 1);
    const { word } = cursorPlace(text, offset) ?? { word: { start: offset, end: offset } };
    assert.ok(
      word.start <= offset && offset <= word.end && word.end <= text.length,
      JSON.stringify({ text, offset, word }),
    );
  }
});

function described(source: string, mark?: string): string {
  const { text, offset } = cursor(source, mark);
  const place = cursorPlace(text, offset);
  if (!place) return 'nothing';
  const { role, path, word, siblings, hasColon } = place;
  const beside = siblings.length > 0 ? ` beside ${siblings.join(', ')}` : '';
  return `${role} at ${path.join('.')} "${text.slice(word.start, word.end)}"${beside}${hasColon ? ', has a colon' : ''}`;
}
