import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { actionsAt, actionsFor } from '../../language-server/actions/actions-at.ts';
import { edited } from '../../language-server/actions/fix-all.ts';
import { completionsAt } from '../../language-server/completion/completions-at.ts';
import { folds } from '../../language-server/folds.ts';
import { formattingOf } from '../../language-server/formatting.ts';
import { hintsIn } from '../../language-server/hints.ts';
import { hoverAt } from '../../language-server/hover/hover-at.ts';
import { lenses } from '../../language-server/lenses.ts';
import { links } from '../../language-server/links/links.ts';
import { referencesAt } from '../../language-server/names/find-name.ts';
import { renameAt } from '../../language-server/names/rename.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { producersAt } from '../../language-server/produced-files.ts';
import { incomingCalls, outgoingCalls, prepareCalls } from '../../language-server/protocol/call-hierarchy.ts';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { codeActionsAt } from '../../language-server/protocol/code-actions.ts';
import { diagnosticsOf } from '../../language-server/protocol/diagnostics.ts';
import { documentLinks } from '../../language-server/protocol/document-links.ts';
import { documentSymbols } from '../../language-server/protocol/document-symbols.ts';
import { semanticTokens } from '../../language-server/protocol/semantic-tokens.ts';
import { selectionsAt } from '../../language-server/selection.ts';
import { signatureAt } from '../../language-server/signature.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { fences, pages, root } from '../docs/pages.ts';

const pieces = [
  'tasks:\n',
  '  a:\n',
  '    run: |\n',
  '    needs: [',
  'a, b]',
  '\n',
  '  ',
  '- ',
  ': ',
  '${{ ',
  'tasks.a.outputs.',
  ' }}',
  "['",
  '"',
  '&x ',
  '*x',
  '<<: ',
  '{',
  '}',
  '#',
  '\t',
  '\0',
  '\ud800',
  '\ufeff',
  '!!binary ',
  '? ',
  '---\n',
  '%YAML',
  '\r',
  'env_files: ',
  'if: ',
  'tasks.a.status == 1',
  "contains('x', ",
  'cron: "0 2 30 2 *"',
  'triggers:\n  - ',
  'defaults: { retries: 2 }\n',
  '# dagwright-ignore unknown-key\n',
  'inputs: ["*.csv"]',
  '1',
  'é',
];

test('whatever the text and the place, every question has an answer whose ranges lie in the text', () => {
  const random = randomFrom(5);
  for (let round = 0; round < 600; round++) {
    const text = Array.from({ length: 1 + random(14) }, () => pieces[random(pieces.length)]).join('');
    const document = new OpenDocument('file:///a', 1, text, 'utf-16');
    askAll(document);
    askAt(document, random(text.length + 1), random(40));
  }
});

test('so it is at places all over the examples and the pages', () => {
  const random = randomFrom(7);
  const examples = globSync('{examples,test}/**/*.pipeline.yaml', { cwd: root });
  const texts = [
    ...examples.map(path => readFileSync(join(root, path), 'utf8')),
    ...pages().flatMap(page => fences(page.text, 'yaml')),
  ];
  assert.ok(texts.length > 50);
  for (const text of texts) {
    const document = new OpenDocument('file:///a', 1, text, 'utf-16');
    for (let place = 0; place < 4; place++) askAt(document, random(text.length + 1), random(200));
  }
});

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** Asks all that is asked at a place, or for as many letters behind it. */
function askAt(document: OpenDocument, offset: number, length: number): void {
  const { analysis, text } = document;
  const ranges = [
    ...completionsAt(analysis, offset).map(({ range }) => range),
    ...referencesAt(analysis, offset, true).map(({ range }) => range),
    ...selectionsAt(analysis, offset),
    hoverAt(analysis, offset, new Date(0))?.range ?? { start: 0, end: 0 },
  ];
  for (const range of ranges) assertWithin(range, text);
  renameAt(analysis, offset, 'z');
  for (const item of prepareCalls(document, offset) ?? []) {
    assert.notEqual(incomingCalls(document, item), undefined);
    assert.notEqual(outgoingCalls(document, item), undefined);
  }
  const selected = { start: offset, end: Math.min(text.length, offset + length) };
  for (const { edits } of [
    ...actionsAt(analysis, document.problems, selected),
    ...document.problems.flatMap(problem => actionsFor(analysis, problem, offset)),
  ]) {
    for (const { range } of edits) assertWithin(range, text);
  }
  signatureAt(analysis, offset);
  producersAt(analysis, offset);
}

/** Asks all that is asked about a whole document. */
function askAll(document: OpenDocument): void {
  const { analysis, text } = document;
  const support = clientSupport({});
  for (const { range } of [...links(analysis), ...folds(analysis)]) assertWithin(range, text);
  const tidy = edited(text, formattingOf(analysis));
  assert.equal(JSON.stringify(analyse(tidy).pipeline), JSON.stringify(analysis.pipeline), JSON.stringify(text));
  const shown = { defaults: true, nextTimes: true, durations: true };
  hintsIn(analysis, { start: 0, end: text.length }, shown, new Date(0));
  lenses(analysis);
  assert.equal(semanticTokens(document).data.length % 5, 0);
  documentSymbols(document);
  documentLinks(document);
  diagnosticsOf(document, support);
  codeActionsAt(document, { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } }, support);
}

function assertWithin({ start, end }: TextRange, text: string): void {
  assert.ok(0 <= start && start <= end && end <= text.length, JSON.stringify({ text, start, end }));
}
