import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDocument } from '../../language-server/open-document.ts';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { Publisher } from '../../language-server/publisher.ts';

const support = clientSupport({});

test('changes without a pause are told of once, for the newest version', () => {
  const { publisher, document, told, pause } = open();
  for (let version = 2; version <= 9; version++) type(document, publisher, version);
  assert.deepEqual(told, []);
  pause();
  assert.deepEqual(told, ['version 9: 1']);
  pause();
  assert.deepEqual(told, ['version 9: 1']);
});

test('somebody who never pauses is told all the same, after some changes', () => {
  const { publisher, document, told } = open();
  for (let version = 2; version <= 120; version++) type(document, publisher, version);
  assert.deepEqual(told, ['version 52: 1', 'version 103: 1']);
});

test('of a document that is closed nothing is told any more but that its problems are gone', () => {
  const { publisher, document, told, pause } = open();
  type(document, publisher, 2);
  publisher.closed(document);
  pause();
  assert.deepEqual(told, ['version 2: 0']);
});

function open() {
  const told: string[] = [];
  const waiting = new Set<() => void>();
  const publisher = new Publisher(
    ({ version, diagnostics }) => told.push(`version ${version}: ${diagnostics.length}`),
    callback => {
      waiting.add(callback);
      return () => waiting.delete(callback);
    },
  );
  const pause = () => {
    for (const callback of [...waiting]) {
      waiting.delete(callback);
      callback();
    }
  };
  return { publisher, document: new OpenDocument('file:///a', 1, 'tasks:\n  a:\n    ', 'utf-16'), told, pause };
}

function type(document: OpenDocument, publisher: Publisher, version: number): void {
  const at = { line: 2, character: 4 };
  document.change([{ range: { start: at, end: at }, text: 'x' }], version);
  publisher.changed(document, support);
}
