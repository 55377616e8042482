import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { successorOf } from '../../../extension/graph/successor.ts';

const text = 'tasks:\n  a: { run: x }  \n';
const closed = { uri: uriOf('untitled', 'Untitled-1'), text };

test('an untitled text is followed to the newest file with its text, also one that was tidied while it was saved', () => {
  const files = [document('file', '/old.yaml', text), document('file', '/new.yaml', 'tasks:\r\n  a: { run: x }\n\n')];
  assert.equal(successorOf(closed, files)?.uri.path, '/new.yaml');
});

test('it is followed to the file of its path, whatever this says', () => {
  const files = [document('file', '/my.yaml', 'other'), document('file', '/copy.yaml', text)];
  assert.equal(successorOf({ ...closed, uri: uriOf('untitled', '/my.yaml') }, files)?.uri.path, '/my.yaml');
});

test('it is not followed to another text, to another untitled one, or for being empty', () => {
  assert.equal(successorOf(closed, [document('file', '/other.yaml', 'tasks:\n  b: { run: x }\n')]), undefined);
  assert.equal(successorOf(closed, [document('untitled', 'Untitled-2', text)]), undefined);
  assert.equal(successorOf({ ...closed, text: '\n' }, [document('file', '/empty.yaml', '')]), undefined);
});

function document(scheme: string, path: string, content: string): Pick<vscode.TextDocument, 'uri' | 'getText'> {
  return { uri: uriOf(scheme, path), getText: () => content };
}

function uriOf(scheme: string, path: string): vscode.Uri {
  return { scheme, path } as vscode.Uri;
}
