import assert from 'node:assert/strict';
import { test } from 'node:test';
import { links } from '../../language-server/links/links.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { documentLinks } from '../../language-server/protocol/document-links.ts';
import { analyse } from '../../pipeline/analyse.ts';

test('files in env_files, uses, inputs and triggers are links, without their quotes', () => {
  const text = `env_files: .env
triggers:
  - pipeline: ../ingest/ingest.pipeline.yaml
tasks:
  a:
    uses: "sub/other.pipeline.yaml"
    inputs: [data/raw.csv, 'my data.csv', Makefile]
`;
  assert.deepEqual(linked(text), [
    '.env',
    '../ingest/ingest.pipeline.yaml',
    'sub/other.pipeline.yaml',
    'data/raw.csv',
    'my data.csv',
    'Makefile',
  ]);
});

test('a wildcard, an expression, a folder, an absolute path, an address and an alias are no links', () => {
  const inputs = '["*.csv", "a[1].csv", "${{ params.x }}.csv", data/, .., /etc/hosts, ~/x.csv, "https://a.b/c.csv"]';
  assert.deepEqual(linked(`tasks:\n  a:\n    inputs: ${inputs}\n    run: x\n`), []);
  assert.deepEqual(linked('tasks:\n  a: { inputs: &i [x.csv], run: x }\n  b: { inputs: *i, run: x }\n'), ['x.csv']);
});

test('script files in a run are links wherever they stand in a command', () => {
  assert.deepEqual(linked(run('python load.py --out data.csv && ./deploy.sh; node "src/x.mjs" >log')), [
    'load.py',
    './deploy.sh',
    'src/x.mjs',
  ]);
  assert.deepEqual(linked(run('|\n      # first\n      python -m x ../tools/a-b.py\n      bash run.sh|tee out')), [
    '../tools/a-b.py',
    'run.sh',
  ]);
  assert.deepEqual(linked(run('[python, train.py, "train.py --fast"]')), ['train.py']);
  assert.deepEqual(linked(run('|\n      python \\\n        load.py \\\n        --x\n')), ['load.py']);
  assert.deepEqual(linked(run('psql --file=load.sql')), ['load.sql']);
});

test('what is no relative script file as it stands is no link', () => {
  const commands = [
    'python /opt/load.py',
    'python ~/load.py',
    'python $DIR/load.py',
    'python ${{ params.step }}.py',
    'python ${{ params.step }}/load.py',
    'curl https://host.example/get.sh',
    'python load.pyc',
    'echo v1.2 done. load.*.py',
    'cd sub && python load.py',
    'python load.py.bak',
    'python a\\ b.py',
    'scp user@host:load.py .',
  ];
  for (const command of commands) assert.deepEqual(linked(run(command)), [], command);
});

test('a script file is seen from the working directory, and other languages have no words', () => {
  const at = (more: string) => links(analyse(`${more}tasks:\n  a: { run: python x.py }\n`)).map(({ path }) => path);
  assert.deepEqual(at(''), ['x.py']);
  assert.deepEqual(at('defaults: { working_directory: sub/ }\n'), ['sub/x.py']);
  assert.deepEqual(at('defaults: { working_directory: "${{ params.x }}" }\n'), []);
  assert.deepEqual(at('defaults: { shell: python }\n'), []);
  const own = 'tasks:\n  a: { working_directory: own, shell: bash, run: python x.py, inputs: [a.csv] }\n';
  assert.deepEqual(
    links(analyse(`defaults: { working_directory: sub, shell: node }\n${own}`)).map(({ path }) => path),
    ['a.csv', 'own/x.py'],
  );
});

test('a link leads beside the document, whatever its address, and a new document has none', () => {
  const targets = (uri: string, path: string) =>
    documentLinks(new OpenDocument(uri, 1, `env_files: ["${path}"]`, 'utf-16')).map(({ target }) => target);
  assert.deepEqual(targets('file:///project/a%20b/x.pipeline.yaml', '../c d#1.env'), ['file:///project/c%20d%231.env']);
  assert.deepEqual(targets('file:///c%3A/project/x.pipeline.yaml', '.env'), ['file:///c%3A/project/.env']);
  assert.deepEqual(targets('vscode-vfs://github/a/b/pipeline.yaml', 'x/é.env'), [
    'vscode-vfs://github/a/b/x/%C3%A9.env',
  ]);
  assert.deepEqual(targets('file:///project/x.pipeline.yaml', '\ud800.env'), ['file:///project/%EF%BF%BD.env']);
  assert.deepEqual(targets('untitled:Untitled-1', '.env'), []);
  assert.deepEqual(targets('no address', '.env'), []);
});

function run(script: string): string {
  return `tasks:\n  a:\n    run: ${script}\n`;
}

function linked(text: string): string[] {
  return links(analyse(text)).map(({ range }) => text.slice(range.start, range.end));
}
