import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { formatDuration, parseDuration } from '../../pipeline/duration.ts';
import { lineAndColumn, lineIndex, offsetAt } from '../../pipeline/line-index.ts';
import { parseSize } from '../../pipeline/size.ts';
import { expressionFunctions } from '../../pipeline/vocabulary/expression-words.ts';
import { foreignPipelineWords, foreignTaskWords } from '../../pipeline/vocabulary/foreign-words.ts';
import { pipelineKeys } from '../../pipeline/vocabulary/pipeline-keys.ts';
import type { Key, Shape } from '../../pipeline/vocabulary/shape.ts';
import { taskKeys } from '../../pipeline/vocabulary/task-keys.ts';
import { keysOf, placeAt } from '../../pipeline/vocabulary.ts';

test('A duration is read in all its units, and nothing else is one', () => {
  const read = ['500ms', '90s', '15m', '1h30m', '2d', '1.5h', '0s'].map(parseDuration);
  assert.deepEqual(read, [500, 90_000, 900_000, 5_400_000, 172_800_000, 5_400_000, 0]);
  const none = ['', '10', '1x', '30m1h', '-1s', '1 h', 's', `${'9'.repeat(30)}d`].map(parseDuration);
  assert.deepEqual(none, Array(8).fill(undefined));
});

test('A duration is written as a person would say it', () => {
  const written = [0, 850, 9400, 59_999, 125_000, 5_400_000, 86_400_000, 273_600_000].map(formatDuration);
  assert.deepEqual(written, ['0ms', '850ms', '9.4s', '1m', '2m 5s', '1h 30m', '1d', '3d 4h']);
});

test('A size is read in decimal and binary units', () => {
  assert.deepEqual(['512MiB', '2GiB', '4GB', '1.5GiB'].map(parseSize), [536870912, 2147483648, 4e9, 1610612736]);
  assert.deepEqual(['512', '2G', 'MiB', '-1GB', '1XB'].map(parseSize), Array(5).fill(undefined));
});

test('Offsets and lines are turned into each other, whatever ends the lines', () => {
  const text = 'a\nbc\r\n\rü🚀d';
  const index = lineIndex(text);
  assert.deepEqual(index.lineStarts, [0, 2, 6, 7]);
  for (let offset = 0; offset <= text.length; offset++)
    assert.equal(offsetAt(index, lineAndColumn(index, offset)), offset);
  assert.deepEqual(lineAndColumn(index, 999), { line: 3, character: 4 });
  assert.equal(offsetAt(index, { line: 99, character: 0 }), text.length);
});

test('The example of every key is valid where the key stands', () => {
  for (const key of pipelineKeys) {
    const tasks = key.name === 'tasks' ? '' : '\ntasks:\n  evaluate: { run: x, outputs: { accuracy: number } }\n';
    assertKeyIsFine(`${key.example}${tasks}`, key);
  }
  for (const key of taskKeys) {
    const rest = {
      run: '',
      uses: '',
      with: 'uses: y',
      as: 'run: x\n    foreach: tasks.list.outputs.files',
      outputs: 'run: x',
    };
    const beside = (rest as Record<string, string>)[key.name] ?? 'run: x';
    const task = [key.example, beside].filter(Boolean).join('\n    ');
    const others = ['load_data', 'list', 'evaluate'].map(
      name => `  ${name}: { run: x, outputs: { files: json, accuracy: number } }`,
    );
    const top = 'params: { threshold: 1 }\npools: { warehouse: 1 }\n';
    assertKeyIsFine(`${top}tasks:\n${others.join('\n')}\n  it:\n    needs: [list, evaluate]\n    ${task}\n`, key);
  }
});

function assertKeyIsFine(text: string, key: Key): void {
  const source = key.name === 'needs' ? text.replace('    needs: [list, evaluate]\n', '') : text;
  const errors = analyse(source).problems.filter(found => found.severity !== 'hint');
  assert.deepEqual(
    errors.map(found => found.message),
    [],
    `${key.name}\n${source}`,
  );
}

test('Every key has a sentence of documentation, and so has every word that may stand behind it', () => {
  const visit = (shape: Shape): void => {
    if (shape.kind === 'enum') for (const { doc } of shape.values) assert.match(doc, /\.$/);
    if (shape.kind === 'either') shape.of.forEach(visit);
    if (shape.kind === 'list' || shape.kind === 'map') visit(shape.of);
    if (shape.kind === 'object') for (const key of shape.keys) visitKey(key);
  };
  const visitKey = (key: Key): void => {
    assert.match(key.doc, /\.$/, key.name);
    assert.ok(key.example.includes(`${key.name}:`), key.name);
    visit(key.shape);
  };
  pipelineKeys.forEach(visitKey);
  for (const known of expressionFunctions) assert.ok(known.signature.startsWith(`${known.name}(`));
});

test('The words of other tools lead to keys that there are', () => {
  const check = (words: typeof foreignTaskWords, keys: readonly Key[]) => {
    for (const [word, { key }] of Object.entries(words)) {
      assert.ok(key === undefined || keys.some(known => known.name === key), `${word} → ${key}`);
      assert.ok(!keys.some(known => known.name === word), `${word} is one of our own`);
    }
  };
  check(foreignTaskWords, taskKeys);
  check(foreignPipelineWords, pipelineKeys);
});

test('What may stand at a place is found by the keys that lead there', () => {
  assert.equal(placeAt(['tasks', 'train', 'retries']).key?.name, 'retries');
  assert.equal(placeAt(['params', 'x', 'minimum']).key?.name, 'minimum');
  assert.deepEqual(placeAt(['tasks', 'train', 'nonsense']), { shapes: [] });
  const triggers = keysOf(placeAt(['triggers', 0]).shapes, ['files']).map(key => key.name);
  assert.deepEqual(triggers, ['files', 'debounce']);
});
