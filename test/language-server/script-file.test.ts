import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '../../language-server/actions/action.ts';
import { edited } from '../../language-server/actions/fix-all.ts';
import { fileToScript, scriptToFile } from '../../language-server/actions/script-file.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { clientSupport } from '../../language-server/protocol/client-support.ts';
import { scriptActionsAt } from '../../language-server/protocol/code-actions.ts';
import { Workspace } from '../../language-server/workspace/workspace.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { cursor } from './cursor.ts';
import { fakeDisk } from './fake-disk.ts';

function at(marked: string, make: typeof scriptToFile, files: Record<string, string> = {}): Action | undefined {
  const { text, offset } = cursor(marked, '¦');
  return make(analyse(text), offset, { isThere: path => path in files, read: path => files[path] });
}

function done(marked: string, make: typeof scriptToFile, files: Record<string, string> = {}): string | undefined {
  const found = at(marked, make, files);
  return found && edited(cursor(marked, '¦').text, found.edits);
}

const inline = 'tasks:\n  load it:\n    run: |\n      echo a\n      ¦echo b\n    retries: 1\n';

test('A script of several lines is moved to a file that is started as the script was', () => {
  assert.equal(done(inline, scriptToFile), 'tasks:\n  load it:\n    run: sh -e load-it.sh\n    retries: 1\n');
  assert.deepEqual(at(inline, scriptToFile)?.creates, { path: 'load-it.sh', text: 'echo a\necho b\n' });
  const python = 'tasks:\r\n  a:\r\n    shell: python\r\n    run: |¦\r\n      import x\r\n      x.y()\r\n';
  assert.equal(done(python, scriptToFile), 'tasks:\r\n  a:\r\n    run: python3 a.py\r\n');
  assert.equal(at(python, scriptToFile)?.creates?.text, 'import x\nx.y()\n');
});

test('A script stays where it is when it would mean something else, or the file is there', () => {
  const not = (marked: string, files = {}) => assert.equal(at(marked, scriptToFile, files), undefined, marked);
  not(inline, { 'load-it.sh': 'x' });
  not(inline.replace('echo a', 'echo ${{ params.a }}'));
  not(inline.replace('retries: 1', 'working_directory: sub'));
  not(inline.replace('retries: 1', 'shell: pwsh'));
  not(inline.replace('retries: 1', 'cache: true'));
  not(`${inline}defaults: { shell: bash }\n`);
  not('tasks:\n  a:\n    run: ec¦ho\n');
  not('x: &x |\n  a\n  b\ntasks:\n  a:\n    run: *¦x\n');
});

test('A script file is written into the pipeline, and there and back is the same', () => {
  const start = 'tasks:\n  a:\n    run: sh -e ¦a.sh\n    retries: 1\n';
  const files = { 'a.sh': 'echo a\n\necho "b: c" # d\n' };
  const text = done(start, fileToScript, files) ?? '';
  assert.equal(text, 'tasks:\n  a:\n    run: |\n      echo a\n\n      echo "b: c" # d\n    retries: 1\n');
  const action = analyse(text).pipeline?.tasks[0]?.action;
  assert.equal(action?.kind === 'script' && action.script, files['a.sh']);
  assert.equal(done(text.replace('echo a', 'echo¦ a'), scriptToFile), cursor(start, '¦').text);
  const bash = 'tasks:\n  a:\n    run: bash -eo pipefail ¦a.sh\n';
  assert.match(done(bash, fileToScript, files) ?? '', /\n {4}shell: bash\n$/);
});

test('A file that reads its own place or arguments, or that is not there, stays a file', () => {
  const start = 'tasks:\n  a:\n    run: sh -e ¦a.sh\n';
  for (const script of ['cd "$(dirname "$0")"\n', 'echo $1\n', '  echo\n', 'echo ${{ a }}\n', '', '\u0001\n'])
    assert.equal(at(start, fileToScript, { 'a.sh': script }), undefined, script);
  assert.equal(at(start, fileToScript), undefined);
  assert.equal(at(start.replace('sh -e ', ''), fileToScript, { 'a.sh': '#!/bin/sh\nx\n' }), undefined);
  assert.equal(at(start.replace('sh -e ', './'), fileToScript, { './a.sh': '#!/usr/bin/env python\nx\n' }), undefined);
});

test('A script file that goes on after what fails does so in the pipeline, too', () => {
  const inlined = (run: string, script: string) =>
    done(`tasks:\n  a:\n    run: ${run}¦\n`, fileToScript, { 'a.sh': script, './a.sh': script });
  const sh = 'tasks:\n  a:\n    run: |\n      set +e\n      echo a\n';
  assert.equal(inlined('sh a.sh', 'echo a\n'), sh);
  assert.equal(inlined('./a.sh', '#!/bin/sh\n\necho a\n'), sh);
  assert.equal(inlined('./a.sh', '#!/bin/sh -e\necho a\n'), sh.replace('      set +e\n', ''));
  const bash = sh.replace('set +e\n', 'set +e\n      set +o pipefail\n').replace(/$/, '    shell: bash\n');
  assert.equal(inlined('bash a.sh', 'echo a\n'), bash);
  assert.equal(inlined('./a.sh', '#!/usr/bin/env bash\necho a\n'), bash);
});

test('The file is made by the edit, only for editors that can, and only while the text is the same', () => {
  const { text } = cursor(inline, '¦');
  const disk = fakeDisk({ '/w/p.pipeline.yaml': text });
  const workspace = new Workspace(disk);
  const document = new OpenDocument('file:///w/p.pipeline.yaml', 7, text, 'utf-16');
  const place = { line: 3, character: 7 };
  const actions = (capabilities: unknown) =>
    scriptActionsAt(document, { start: place, end: place }, workspace, clientSupport({ capabilities }));
  assert.deepEqual(actions({}), []);
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create'] };
  const [action] = actions({ workspace: { workspaceEdit } });
  const changes = action?.edit?.documentChanges ?? [];
  assert.deepEqual(
    changes.map(change => ('kind' in change ? change : change.textDocument)),
    [
      { kind: 'create', uri: 'file:///w/load-it.sh', options: { overwrite: false, ignoreIfExists: false } },
      { uri: 'file:///w/load-it.sh', version: null },
      { uri: document.uri, version: 7 },
    ],
  );
});
