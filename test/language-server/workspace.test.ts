import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../language-server/completion/completions-at.ts';
import { usedHover } from '../../language-server/hover/used-hover.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { definition } from '../../language-server/protocol/navigation.ts';
import { prepareRename, rename } from '../../language-server/protocol/renaming.ts';
import { workspaceDiagnostics } from '../../language-server/protocol/workspace-diagnostics.ts';
import { workspaceSymbols } from '../../language-server/protocol/workspace-symbols.ts';
import { FileProblems } from '../../language-server/workspace/file-problems.ts';
import { Workspace } from '../../language-server/workspace/workspace.ts';
import { cursor } from './cursor.ts';
import { fakeDisk } from './fake-disk.ts';

const used = `params:
  region: { type: string, default: eu, description: Where. }
  year: 2026
tasks:
  count: { run: x, outputs: { rows: integer } }
outputs:
  rows: \${{ tasks.count.outputs.rows }}
`;

function opened(files: Record<string, string>, text: string, name = 'a.pipeline.yaml') {
  const workspace = new Workspace(fakeDisk(files));
  const uri = `file:///data/${name}`;
  const document = new OpenDocument(uri, 1, text, 'utf-16', new FileProblems(uri, workspace));
  workspace.documents.set(uri, document);
  return { workspace, document, uri };
}

function labels(files: Record<string, string>, marked: string): readonly string[] {
  const { text, offset } = cursor(marked);
  const { workspace, document } = opened(files, text);
  return completionsAt(document.analysis, offset, undefined, workspace.beside(document)).map(({ label }) => label);
}

const files = { '/data/load.py': '', '/data/data/raw.csv': '', '/data/.env': '', '/data/sub/b.pipeline.yaml': used };

test('a script that is not there is told of until it is', () => {
  const changing: Record<string, string> = { ...files };
  const { workspace, document } = opened(changing, 'tasks:\n  a: { run: python laod.py }\n');
  assert.deepEqual(
    document.problems.map(({ code }) => code),
    ['missing-file'],
  );
  changing['/data/laod.py'] = '';
  workspace.refresh();
  assert.deepEqual(document.problems, []);
});

test('a trigger that waits for a pipeline that is not there is told of, with the one that was meant', () => {
  const text =
    'triggers:\n  - { pipeline: sub/bb.pipeline.yaml }\n  - { pipeline: sub/b.pipeline.yaml }\ntasks:\n  a: { run: x }\n';
  const { document } = opened(files, text);
  assert.deepEqual(
    document.problems.map(({ code, fixes }) => [code, fixes[0]?.edits[0]?.newText]),
    [['missing-file', '"sub/b.pipeline.yaml"']],
  );
});

test('a pipeline that is used is seen as it is open, not as it was saved', () => {
  const text = 'tasks:\n  a: { uses: sub/b.pipeline.yaml, with: { reigon: us } }\n';
  const { workspace, document } = opened(files, text);
  const told = () => document.problems.map(({ code, message }) => `${code}: ${message}`);
  assert.equal(document.problems.length, 1);
  assert.match(told()[0] ?? '', /region/);
  const other = new OpenDocument('file:///data/sub/b.pipeline.yaml', 1, used.replace('region', 'reigon'), 'utf-16');
  workspace.documents.set(other.uri, other);
  workspace.refresh();
  assert.deepEqual(told(), []);
});

test('paths complete where a path may stand: pipelines, files of variables, inputs, folder by folder', () => {
  assert.deepEqual(labels(files, 'tasks:\n  a:\n    inputs: [|]\n'), ['load.py', 'data/', 'sub/']);
  assert.deepEqual(labels(files, 'tasks:\n  a:\n    inputs:\n      - data/r|\n'), ['raw.csv']);
  assert.deepEqual(labels(files, 'tasks:\n  a:\n    uses: |\n'), ['data/', 'sub/']);
  assert.deepEqual(labels(files, 'tasks:\n  a:\n    uses: ./sub/|\n'), ['b.pipeline.yaml']);
  assert.deepEqual(labels(files, 'env_files: [|]\n'), ['.env', 'data/', 'sub/']);
});

test('the params and outputs of a used pipeline complete in the one that uses it', () => {
  const text = 'tasks:\n  a: { uses: sub/b.pipeline.yaml, with: { region: us, | } }\n';
  assert.deepEqual(labels(files, text), ['year']);
  const reads =
    'tasks:\n  a: { uses: sub/b.pipeline.yaml }\n  b:\n    needs: [a]\n    run: echo ${{ tasks.a.outputs.| }}\n';
  assert.deepEqual(labels(files, reads), ['rows']);
});

test('a param and an output are renamed in the pipelines that use them too', () => {
  const user = `tasks:
  a: { uses: sub/b.pipeline.yaml, with: { region: us } }
  b: { needs: [a], run: "echo \${{ tasks.a.outputs.rows }}" }
`;
  const disk = fakeDisk({
    '/data/a.pipeline.yaml': user,
    '/data/sub/b.pipeline.yaml': used,
    '/data/c.pipeline.yaml': used,
  });
  const workspace = new Workspace(disk);
  const document = new OpenDocument('file:///data/sub/b.pipeline.yaml', 1, used, 'utf-16');
  workspace.documents.set(document.uri, document);
  const told = (at: string, newName: string) => {
    const renamed = rename(document, used.lastIndexOf(at), newName, workspace, ['file:///data']);
    const changes = typeof renamed === 'string' ? {} : (renamed.changes ?? {});
    return Object.entries(changes).map(
      ([uri, edits]) => `${uri.slice(13)} ${edits.map(({ range }) => `${range.start.line}:${range.start.character}`)}`,
    );
  };
  assert.deepEqual(told('region', 'zone'), ['sub/b.pipeline.yaml 1:2', 'a.pipeline.yaml 1:42']);
  assert.deepEqual(told('rows: $', 'lines'), ['sub/b.pipeline.yaml 6:2', 'a.pipeline.yaml 2:50']);
});

test('a param and an output of a used pipeline are renamed from the pipeline that uses it, too', () => {
  const user = `tasks:
  a: { uses: sub/b.pipeline.yaml, with: { "region": us } }
  b: { needs: [a], run: "echo \${{ tasks.a.outputs.rows }}" }
  c: { uses: sub/b.pipeline.yaml, with: { area: us } }
`;
  const { workspace, document } = opened({ '/data/sub/b.pipeline.yaml': used }, user);
  const renamed = (at: string, newName: string) => {
    const told = rename(document, user.indexOf(at) + 1, newName, workspace, ['file:///data']);
    if (typeof told === 'string') return told;
    return Object.entries(told.changes ?? {}).map(
      ([uri, edits]) => `${uri.slice(13)} ${edits.map(({ range }) => `${range.start.line}:${range.start.character}`)}`,
    );
  };
  assert.deepEqual(renamed('region', 'zone'), ['sub/b.pipeline.yaml 1:2', 'a.pipeline.yaml 1:43']);
  assert.deepEqual(renamed('rows', 'lines'), ['sub/b.pipeline.yaml 6:2', 'a.pipeline.yaml 2:50']);
  assert.equal(renamed('region', 'year'), 'There is a param "year" already.');
  assert.equal(renamed('area', 'zone'), 'There is nothing here that can be renamed.');
  assert.equal(renamed('sub/b', 'zone'), 'There is nothing here that can be renamed.');
  assert.deepEqual(prepareRename(document, user.indexOf('region'), workspace), {
    start: { line: 1, character: 43 },
    end: { line: 1, character: 49 },
  });
});

test('the pipelines that nobody has opened have problems too, the open ones as they are typed', () => {
  const workspace = new Workspace(
    fakeDisk({ '/data/a.pipeline.yaml': 'tasks:\n  a: { run: x, needs: b }\n', '/data/b.pipeline.yaml': 'x' }),
  );
  const uri = 'file:///data/b.pipeline.yaml';
  workspace.documents.set(uri, new OpenDocument(uri, 7, 'tasks:\n  a: { run: x }\n', 'utf-16'));
  const support = clientSupport({ workspaceFolders: [{ uri: 'file:///data', name: 'w' }] });
  const told = workspaceDiagnostics(workspace, support).map(
    report => `${report.uri.slice(13)} ${report.version} ${report.kind === 'full' ? report.items.length : ''}`,
  );
  assert.deepEqual(told, ['b.pipeline.yaml 7 0', 'a.pipeline.yaml null 1']);
});

test('from a used file, its params in with and its outputs in expressions, one gets to where they are declared', () => {
  const places = [
    ['tasks:\n  a: { uses: sub/b.p|ipeline.yaml }\n', 'sub/b.pipeline.yaml 0:0'],
    ['tasks:\n  a: { uses: sub/b.pipeline.yaml, with: { re|gion: x } }\n', 'sub/b.pipeline.yaml 1:2'],
    [
      'tasks:\n  a: { uses: sub/b.pipeline.yaml }\n  b: { needs: [a], run: "${{ tasks.a.outputs.ro|ws }}" }\n',
      'sub/b.pipeline.yaml 6:2',
    ],
    ['tasks:\n  a: { uses: sub/b.pipeline.yaml }\n  b: { needs: [|a], run: x }\n', 'a.pipeline.yaml 1:2'],
  ] as const;
  for (const [marked, place] of places) {
    const { text, offset } = cursor(marked);
    const { workspace, document } = opened(files, text);
    const found = definition(document, offset, workspace).map(
      ({ uri, range }) => `${uri.slice(13)} ${range.start.line}:${range.start.character}`,
    );
    assert.deepEqual(found, [place]);
  }
});

test('the symbols of pipelines that nobody has opened are found too', () => {
  const { workspace } = opened(files, 'tasks:\n  load: { run: x }\n');
  const documents = workspace.allDocuments({ roots: ['file:///data'], encoding: 'utf-16' });
  const names = workspaceSymbols(documents, '').map(({ name, location }) => `${name} ${location.uri.slice(13)}`);
  assert.deepEqual(names, [
    'load a.pipeline.yaml',
    ...['region', 'year', 'count', 'rows'].map(name => `${name} sub/b.pipeline.yaml`),
  ]);
});

test('a hover tells of the pipeline that a task uses, of its params and its outputs', () => {
  const files = { '/data/used.pipeline.yaml': used };
  const hovered = (marked: string) => {
    const { text, offset } = cursor(marked, '¦');
    const { workspace, document } = opened(files, text);
    return usedHover(document, offset, workspace)?.markdown;
  };
  const text = (uses: string, given: string, read: string) =>
    `tasks:\n  a: { uses: ${uses}, with: { ${given}: eu } }\n  b: { needs: a, run: "\${{ tasks.a.outputs.${read} }}" }\n`;
  const file = 'used.pipeline.yaml';
  assert.equal(
    hovered(text('us¦ed.pipeline.yaml', 'region', 'rows')),
    '**A pipeline** of 1 task\n\nTakes:\n- `region`: string, default eu\n- `year`: default 2026\n\nGives:\n- `rows`',
  );
  assert.match(hovered(text(file, 'reg¦ion', 'rows')) ?? '', /^\*\*region\*\* \(param of .*default eu\n\nWhere\.$/s);
  assert.match(hovered(text(file, 'region', 'ro¦ws')) ?? '', /^\*\*rows\*\* \(output of /);
  assert.equal(hovered(text(file, 'regi¦on_', 'rows')), undefined);
  assert.equal(hovered(text('¦nowhere.pipeline.yaml', 'region', 'rows')), undefined);
});
