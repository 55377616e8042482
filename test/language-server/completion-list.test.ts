import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../language-server/completion/completions-at.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { completionList } from '../../language-server/protocol/completion-list.ts';
import { cursor } from './cursor.ts';

test('what is selected after a proposal is a snippet, and plain text for a client without snippets', () => {
  const insert = (snippets: boolean) => itemsAt('tasks:\n  a:\n    ne|', { snippets })[0];
  assert.deepEqual(insert(true)?.textEdit?.newText, 'needs: [$0]');
  assert.equal(insert(true)?.insertTextFormat, 2);
  assert.deepEqual(insert(false)?.textEdit?.newText, 'needs: []');
  assert.equal(insert(false)?.insertTextFormat, undefined);
});

test('proposals are asked for again only with the command that the client named', () => {
  const item = (options: object) => itemsAt('tasks:\n  a:\n    ne|', { snippets: true, ...options })[0];
  assert.equal(item({})?.command, undefined);
  assert.equal(item({ suggestCommand: 'again' })?.command?.command, 'again');
});

test('of very many tasks those that fit the letters are proposed, and the editor is told to ask again', () => {
  const tasks = Array.from({ length: 3000 }, (_, index) => `  step_${index}:\n    run: x\n`).join('');
  const { text, offset } = cursor(`tasks:\n${tasks}  last:\n    needs: [st29|`);
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  const list = completionList(document, completionsAt(document.analysis, offset), offset, { snippets: true });
  assert.equal(list.isIncomplete, true);
  assert.ok(list.items.length <= 500 && list.items.some(({ label }) => label === 'step_2999'));
  assert.ok(list.items.every(({ label }) => /2.*9/.test(label)));
});

function itemsAt(source: string, support: { snippets: boolean; suggestCommand?: string }) {
  const { text, offset } = cursor(source);
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  const { items } = completionList(document, completionsAt(document.analysis, offset), offset, support);
  return items.filter(({ label }) => label === 'needs');
}
