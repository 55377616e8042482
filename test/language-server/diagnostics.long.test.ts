import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { codeActionsAt } from '../../language-server/protocol/code-actions.ts';
import { diagnosticsOf } from '../../language-server/protocol/diagnostics.ts';

const capabilities = {
  textDocument: { publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1] } } },
};
const support = clientSupport({ capabilities, initializationOptions: { problemsPage: 'file:///docs/problems.md' } });

test('a problem is told with its code, place, source and the page that explains it', () => {
  const [diagnostic, ...others] = diagnosticsIn(
    'tasks:\n  load:\n    run: a\n  check:\n    needs: [lod]\n    run: b\n',
  );
  assert.deepEqual(others, []);
  assert.deepEqual(diagnostic?.range, { start: { line: 4, character: 12 }, end: { line: 4, character: 15 } });
  assert.equal(diagnostic?.severity, 1);
  assert.equal(diagnostic?.code, 'unknown-dependency');
  assert.equal(diagnostic?.source, 'dagwright');
  assert.equal(diagnostic?.codeDescription?.href, 'file:///docs/problems.md#unknown-dependency');
});

test('every hop of a cycle is a related place, for a client that shows them', () => {
  const text = 'tasks:\n  a:\n    needs: [b]\n    run: x\n  b:\n    needs: [a]\n    run: y\n';
  const places = diagnosticsIn(text)[0]?.relatedInformation ?? [];
  assert.ok(places.length >= 1 && places.every(({ location }) => location.uri === 'file:///a'));
  const [bare] = diagnosticsOf(new OpenDocument('file:///a', 1, text, 'utf-16'), clientSupport(null));
  assert.equal(bare?.code, 'dependency-cycle');
  assert.equal('relatedInformation' in (bare ?? {}) || 'codeDescription' in (bare ?? {}), false);
});

test('what is not used is greyed out', () => {
  const [diagnostic] = diagnosticsIn('params: { p: 1 }\ntasks:\n  a:\n    run: x\n');
  assert.equal(diagnostic?.code, 'unused-param');
  assert.deepEqual(diagnostic?.tags, [1]);
});

test('of very many problems the gravest thousand are told', () => {
  const tasks = Array.from({ length: 1500 }, (_, index) => `  t${index}:\n    needs: [none${index}]\n    run: x\n`);
  assert.equal(diagnosticsIn(`params: { p: 1 }\ntasks:\n${tasks.join('')}`).length, 1000);
});

test('the fixes of a problem are offered where the problem is, the first one preferred', () => {
  const document = new OpenDocument(
    'file:///a',
    1,
    'tasks:\n  load:\n    run: a\n  check:\n    needs: [lod]\n    run: b\n',
    'utf-16',
  );
  const at = { line: 4, character: 13 };
  const actions = codeActionsAt(document, { start: at, end: at }, support);
  const [first] = actions;
  assert.match(first?.title ?? '', /load/);
  assert.equal(first?.isPreferred, true);
  assert.equal(first?.kind, 'quickfix');
  assert.deepEqual(first?.edit?.changes?.['file:///a'], [
    { range: { start: { line: 4, character: 12 }, end: { line: 4, character: 15 } }, newText: 'load' },
  ]);
  assert.equal(actions.filter(action => action.isPreferred).length, 1);
  const elsewhere = { line: 1, character: 0 };
  assert.deepEqual(codeActionsAt(document, { start: elsewhere, end: elsewhere }, support), []);
});

function diagnosticsIn(text: string) {
  return diagnosticsOf(new OpenDocument('file:///a', 1, text, 'utf-16'), support);
}
