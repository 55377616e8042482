import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { askingTools, endOfAnswer, refusalOf, sectionOf } from '../../extension/language-model/tool-words.ts';

test('what a model gives never becomes an option of the command line', () => {
  assert.equal(refusalOf({ task: '--follow' }), '"task" must not begin with "-".');
  assert.equal(refusalOf({ file: 3 } as never), '"file" must be a text.');
  assert.equal(refusalOf({ file: 'a.pipeline.yaml', params: { x: -1 } }), undefined);
});

test('every tool that the manifest offers is there, and says the newest run where none is given', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
  const offered = contributes.languageModelTools.map(({ name }: { name: string }) => name).sort();
  assert.deepEqual(offered, [...Object.keys(askingTools), 'dagwright_explain_problem', 'dagwright_run'].sort());
  assert.deepEqual(askingTools.dagwright_read_output({ task: 'train' }), ['logs', 'last', 'train']);
});

test('a problem is explained by its section, each by itself', () => {
  const page = readFileSync('docs/problems.md', 'utf8');
  const section = sectionOf(page, 'dependency-cycle') ?? '';
  assert.match(section, /^#+ /);
  assert.equal(section.match(/^#+ /gm)?.length, 1);
  assert.equal(sectionOf(page, 'no-such-code'), undefined);
});

test('of a long answer the end is given', () => {
  assert.equal(endOfAnswer('short'), 'short');
  assert.match(endOfAnswer(`${'x'.repeat(30_000)}failed`), /^\[10006 characters left out here\]\nx+failed$/);
});
