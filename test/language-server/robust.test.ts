import assert from 'node:assert/strict';
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
  let state = 5;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const support = clientSupport({});
  for (let round = 0; round < 600; round++) {
    const text = Array.from({ length: 1 + random(14) }, () => pieces[random(pieces.length)]).join('');
    const document = new OpenDocument('file:///a', 1, text, 'utf-16');
    const offset = random(text.length + 1);
    const { analysis } = document;
    const ranges = [
      ...completionsAt(analysis, offset).map(({ range }) => range),
      ...referencesAt(analysis, offset, true).map(({ range }) => range),
      ...links(analysis).map(({ range }) => range),
      ...folds(analysis).map(({ range }) => range),
      ...selectionsAt(analysis, offset),
      hoverAt(analysis, offset, new Date(0))?.range ?? { start: 0, end: 0 },
    ];
    for (const { start, end } of ranges) {
      assert.ok(0 <= start && start <= end && end <= text.length, JSON.stringify({ text, offset, start, end }));
    }
    renameAt(analysis, offset, 'z');
    for (const item of prepareCalls(document, offset) ?? []) {
      assert.notEqual(incomingCalls(document, item), undefined);
      assert.notEqual(outgoingCalls(document, item), undefined);
    }
    for (const { edits } of [
      ...actionsAt(analysis, document.problems, { start: offset, end: Math.min(text.length, offset + random(40)) }),
      ...document.problems.flatMap(problem => actionsFor(analysis, problem, offset)),
    ]) {
      for (const { range } of edits)
        assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, text);
    }
    const tidy = edited(text, formattingOf(analysis));
    assert.equal(JSON.stringify(analyse(tidy).pipeline), JSON.stringify(analysis.pipeline), JSON.stringify(text));
    signatureAt(analysis, offset);
    producersAt(analysis, offset);
    hintsIn(
      analysis,
      { start: 0, end: text.length },
      { defaults: true, nextTimes: true, durations: true },
      new Date(0),
    );
    lenses(analysis);
    assert.equal(semanticTokens(document).data.length % 5, 0);
    documentSymbols(document);
    documentLinks(document);
    diagnosticsOf(document, support);
    const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    codeActionsAt(document, all, support);
  }
});
