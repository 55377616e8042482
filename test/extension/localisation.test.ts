import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { config, t } from '@vscode/l10n';
import { panelPage } from '../../extension/graph/panel-page.ts';
import { runStatusText } from '../../extension/runs-view/run-text.ts';
import { translatableTexts } from '../../scripts/make-l10n.mjs';

type Texts = Readonly<Record<string, string>>;

const read = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8'));
const english = read('l10n/bundle.l10n.json');
const german = read('l10n/bundle.l10n.de.json');

afterEach(() => config({ contents: {} }));

test('all that the extension says is there to be translated: node scripts/make-l10n.mjs', async () => {
  assert.deepEqual(Object.keys(english), await translatableTexts());
});

test('a translation says nothing else, puts in the same values, and is nearly complete', () => {
  const pairs: readonly (readonly [Texts, Texts])[] = [
    [english, german],
    [read('package.nls.json'), read('package.nls.de.json')],
  ];
  for (const [from, to] of pairs) {
    for (const [key, text] of Object.entries(to)) {
      assert.ok(key in from, `${key} is said no more`);
      assert.deepEqual(valuesOf(text), valuesOf(from[key] ?? ''), text);
    }
    assert.ok(Object.keys(to).length >= 0.8 * Object.keys(from).length);
  }
});

test('texts with values come in the language of the editor', () => {
  config({ contents: german });
  assert.equal(t`No task of ${'train'} has failed.`, 'Kein Task von train ist fehlgeschlagen.');
  const run = { kind: 'run', id: '1', folder: '/', name: 'a', file: '/a', startedAt: 0, done: 3, total: 9 } as const;
  assert.equal(runStatusText({ ...run, status: 'failed', endedAt: 2000 }, 9000), 'fehlgeschlagen nach 2s');
  assert.equal(runStatusText({ ...run, status: 'running' }, 9000, 39_000), '3/9 · 9s · noch etwa 30s');
});

test('the page of the graph is in the language of the editor, and takes its words along', () => {
  config({ contents: german });
  const page = panelPage({ script: '', styles: '', source: '', nonce: '', uri: '', language: 'de', words: german });
  assert.match(page, /<html lang="de">/);
  assert.match(page, />Einpassen</);
  assert.match(page, /data-words="[^"]*Trotzdem zeichnen[^"]*"/);
});

function valuesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}|\]\(command:[\w.]+\)|`[^`]+`/g)].map(([value]) => value).sort();
}
