import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClosedProblems } from '../../language-server/closed-problems.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { Workspace } from '../../language-server/workspace/workspace.ts';
import { fakeDisk } from './fake-disk.ts';

const bad = 'tasks:\n  a: { needs: [b], run: x }\n';
const good = 'tasks:\n  a: { run: x }\n';

test('files that are not open are told of, one at a turn, and again only when they change', () => {
  const { files, told, look, turn, turns } = started({ 'a.pipeline.yaml': bad, 'b.pipeline.yaml': good });
  look();
  turn();
  assert.equal(turns(), 1);
  assert.deepEqual(told(), ['a.pipeline.yaml: unknown-dependency']);
  look();
  assert.deepEqual(told(), []);
  files['/p/b.pipeline.yaml'] = bad;
  files['/p/a.pipeline.yaml'] = good;
  look();
  assert.deepEqual(told(), ['a.pipeline.yaml: ', 'b.pipeline.yaml: unknown-dependency']);
});

test('of a file that is deleted, or whose folder is closed, the problems are taken back', () => {
  const { files, told, look, close } = started({ 'a.pipeline.yaml': bad, 'b.pipeline.yaml': bad });
  look();
  assert.equal(told().length, 2);
  delete files['/p/a.pipeline.yaml'];
  look();
  assert.deepEqual(told(), ['a.pipeline.yaml: ']);
  close();
  look();
  assert.deepEqual(told(), ['b.pipeline.yaml: ']);
});

test('a file that is open speaks for itself, and is told of as it is saved when it is closed', () => {
  const { told, look, workspace, problems } = started({ 'a.pipeline.yaml': bad });
  const uri = 'file:///p/a.pipeline.yaml';
  workspace.documents.set(uri, new OpenDocument(uri, 1, good, 'utf-16'));
  problems.opened(uri);
  look();
  assert.deepEqual(told(), []);
  workspace.documents.delete(uri);
  look();
  assert.deepEqual(told(), ['a.pipeline.yaml: unknown-dependency']);
});

test('a client that asks itself, or wants only what is open, is told nothing', () => {
  const capabilities = { textDocument: { diagnostic: {} } };
  for (const params of [{ capabilities }, { initializationOptions: { diagnostics: 'open' } }]) {
    const { told, look } = started({ 'a.pipeline.yaml': bad }, params);
    look();
    assert.deepEqual(told(), []);
  }
});

function started(names: Record<string, string>, params: object = {}) {
  const files = Object.fromEntries(Object.entries(names).map(([name, text]) => [`/p/${name}`, text]));
  const workspace = new Workspace(fakeDisk(files));
  const sent: string[] = [];
  const waiting: (() => void)[] = [];
  let support = clientSupport({ ...params, rootUri: 'file:///p' });
  const problems = new ClosedProblems(
    workspace,
    ({ uri, diagnostics }) => sent.push(`${uri.slice('file:///p/'.length)}: ${diagnostics.map(({ code }) => code)}`),
    callback => {
      waiting.push(callback);
      return () => {
        const index = waiting.indexOf(callback);
        if (index !== -1) waiting.splice(index, 1);
      };
    },
  );
  const turn = () => waiting.shift()?.();
  return {
    ...{ files, workspace, problems, turn },
    turns: () => waiting.length,
    look: () => {
      workspace.refresh();
      problems.look(support);
    },
    told: () => {
      while (waiting.length > 0) turn();
      return sent.splice(0).sort();
    },
    close: () => {
      support = { ...support, roots: [] };
    },
  };
}
