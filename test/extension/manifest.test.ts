import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const texts: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));

test('every text of the manifest that is translated is there in English, and no other', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
  assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
});

test('what people read in the manifest can be translated', () => {
  const { commands, configuration, views, viewsWelcome, walkthroughs } = manifest.contributes;
  const shown: unknown[] = [
    ...commands.map(({ title }: { title: string }) => title),
    ...Object.values<Record<string, unknown>>(configuration.properties).map(one => one.markdownDescription),
    ...views.dagwright.map(({ name }: { name: string }) => name),
    ...viewsWelcome.map(({ contents }: { contents: string }) => contents),
    ...walkthroughs.map(({ title }: { title: string }) => title),
  ];
  assert.deepEqual(
    shown.filter(text => !/^%[\w.]+%$/.test(String(text))),
    [],
  );
});

test('every setting is told in a sentence', () => {
  for (const [key, text] of Object.entries(texts))
    if (/^setting\.[\w]+(\.[a-zA-Z]+)?$/.test(key) && !key.endsWith('pattern')) assert.match(text, /\.$/, key);
});

test('what is offered for pipelines is offered for those that were left in the language yaml too, by their names', () => {
  const clauses = [...JSON.stringify(manifest.contributes).matchAll(/"when":("(?:[^"\\]|\\.)*")/g)]
    .map(([, clause]) => String(JSON.parse(clause ?? '""')))
    .filter(clause => clause.includes('LangId'));
  assert.ok(clauses.length > 20);
  for (const clause of clauses) {
    const pattern = /LangId == yaml && resourceFilename =~ \/(.+?)\/\)/.exec(clause)?.[1];
    assert.ok(pattern, clause);
    const named = ['pipeline.yaml', 'a.pipeline.yaml', 'a.b.pipeline.yml', 'pipeline.yml', 'xpipeline.yaml', 'a.yaml'];
    assert.deepEqual(
      named.filter(name => new RegExp(pattern).test(name)),
      ['pipeline.yaml', 'a.pipeline.yaml', 'a.b.pipeline.yml'],
    );
  }
});

test('the verbs of a pipeline stand in the title of its text, those of a task beside its line and in the text', () => {
  const offered = (menu: string) =>
    new Set(
      manifest.contributes.menus[menu].map(({ command }: { command: string }) => command.replace(/^dagwright\./, '')),
    );
  const absent = (menu: string, verbs: readonly string[]) => verbs.filter(verb => !offered(menu).has(verb));
  assert.deepEqual(
    absent('editor/title', [
      'run',
      'runWithParameters',
      'rerun',
      'rerunFailed',
      'resume',
      'cancel',
      'plan',
      'showGraph',
    ]),
    [],
  );
  const ofTask = ['runTask', 'runTaskWithUpstream', 'runTaskWithDownstream', 'rerunFrom', 'cancelTask', 'explainTask'];
  for (const menu of ['editor/lineNumber/context', 'editor/context', 'webview/context'])
    assert.deepEqual(absent(menu, ofTask), [], menu);
});
