import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HintChoice, hintsIn } from '../../language-server/hints.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { codeLenses } from '../../language-server/protocol/hints-and-lenses.ts';
import { semanticTokens } from '../../language-server/protocol/semantic-tokens.ts';
import { semanticWords } from '../../language-server/semantic-words.ts';
import { analyse } from '../../pipeline/analyse.ts';

const text = `params: { region: eu }
defaults: { retries: 2, timeout: 1h }
triggers:
  - { cron: "0 2 * * *", timezone: UTC }
tasks:
  load: { run: "x \${{ params.region }}", outputs: { n: number }, retries: 3 }
  train:
    needs: [load]
    run: echo \${{ tasks.load.outputs.n }}
`;

test('each name is coloured for what it is, as distances from one to the next', () => {
  const words = semanticWords(analyse(text)).map(({ kind, range, isDefinition }) => {
    return `${text.slice(range.start, range.end)} ${kind}${isDefinition ? '!' : ''}`;
  });
  assert.deepEqual(words, [
    'region param!',
    'load task!',
    'region param',
    'n output!',
    'train task!',
    'load task',
    'load task',
    'n output',
  ]);
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  const { data } = semanticTokens(document);
  assert.equal(data.length, words.length * 5);
  assert.deepEqual(data.slice(0, 10), [0, 10, 6, 1, 1, 5, 2, 4, 0, 1]);
  const start = text.indexOf('  train');
  assert.equal(semanticTokens(document, { start, end: text.length }).data.length, 4 * 5);
});

test('hints say what defaults bring and when a schedule comes next, and each can be left out', () => {
  const analysis = analyse(text);
  const all = { start: 0, end: text.length };
  const now = new Date('2026-11-20T12:00:00Z');
  const shown = (choice: Omit<HintChoice, 'durations'>) =>
    hintsIn(analysis, all, { ...choice, durations: false }, now, new Map([['load', 5]])).map(
      hint => `${text.slice(0, hint.at).split('\n').length}: ${hint.text}`,
    );
  assert.deepEqual(shown({ defaults: true, nextTimes: true }), [
    '4: next: Sat 2026-11-21 02:00',
    '6: timeout: 1h',
    '7: retries: 2, timeout: 1h',
  ]);
  assert.deepEqual(shown({ defaults: false, nextTimes: false }), []);
  assert.deepEqual(
    hintsIn(analysis, { start: 0, end: 10 }, { defaults: true, nextTimes: true, durations: true }, now),
    [],
  );
});

test('a task that uses another pipeline has no hints of defaults: what it uses has its own', () => {
  const used = analyse('defaults: { retries: 2 }\ntasks:\n  a: { uses: b.pipeline.yaml }\n');
  const choice = { defaults: true, nextTimes: false, durations: false };
  assert.deepEqual(hintsIn(used, { start: 0, end: 99 }, choice, new Date(0)), []);
});

test('lenses are data: a client gives the commands, and without any it is still told of dependents', () => {
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  const told = (commands: object) =>
    codeLenses(document, commands).map(
      ({ range, command }) => `${range.start.line} ${command?.title} -> ${command?.command}`,
    );
  assert.deepEqual(told({}), ['5 1 dependent -> ']);
  assert.deepEqual(told({ run: 'r', runUpstream: 'u' }), [
    '5 Run -> r',
    '5 1 dependent -> ',
    '6 Run -> r',
    '6 Run with Upstream -> u',
  ]);
  assert.deepEqual(codeLenses(document, { run: 'r' })[0]?.command?.arguments, ['file:///a', 'load']);
  const broken = new OpenDocument('file:///a', 1, text.replace('[load]', '[laod]'), 'utf-16');
  assert.deepEqual(codeLenses(broken, { run: 'r' }), []);
});
