import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { attemptPath, outputLog, runFolder } from '../../../runner/layout.ts';
import { runIds, runOf, runState, untilEnd, untilTask } from './runs.ts';
import { untilAfter } from './until.ts';
import { closeEditors, openFile, replace, workspaceFolder } from './workspace.ts';

const cancel = () => vscode.commands.executeCommand('dagwright.cancel');
const run = (document: vscode.TextDocument) => vscode.commands.executeCommand('dagwright.run', document.uri);

suite('A run', () => {
  const gateFile = () => join(workspaceFolder(), 'open');

  setup(() => rm(gateFile(), { force: true }));
  teardown(closeEditors);

  test('goes to its end, and every task leaves its output', async () => {
    await openFile('quick.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run'));
    assert.deepEqual(await untilEnd(id), {
      status: 'success',
      tasks: { first: 'success', second: 'success', third: 'success', last: 'success' },
    });
    const log = outputLog(attemptPath(runFolder(workspaceFolder(), id), 'second', 1));
    assert.equal(await readFile(log, 'utf8'), 'this is second\n');
  });

  test('fails where a task fails, and other branches go on', async () => {
    const document = await openFile('failing.pipeline.yaml');
    const id = await runOf(() => run(document));
    assert.deepEqual(await untilEnd(id), {
      status: 'failed',
      tasks: { good: 'success', bad: 'failed', after_bad: 'upstream_failed', after_good: 'success' },
    });
  });

  test('takes what is typed but not saved', async () => {
    const document = await openFile('failing.pipeline.yaml');
    await replace(document, 'fail.mjs', 'say.mjs, bad');
    try {
      const id = await runOf(() => run(document));
      assert.equal((await untilEnd(id)).status, 'success');
    } finally {
      await replace(document, 'say.mjs, bad', 'fail.mjs');
      await document.save();
    }
  });

  test('does not start while the text has an error', async () => {
    const document = await openFile('failing.pipeline.yaml');
    await replace(document, 'needs: [bad]', 'needs: [bda]');
    try {
      const before = await runIds();
      // It may stay open with its message; a run that is asked for later tells that it has been decided.
      void run(document);
      const other = await openFile('quick.pipeline.yaml');
      const id = await runOf(() => run(other));
      await untilEnd(id);
      assert.deepEqual((await runIds()).sort(), [...before, id].sort());
    } finally {
      await replace(document, 'needs: [bda]', 'needs: [bad]');
      await document.save();
    }
  });

  test('is cancelled by command', async () => {
    const document = await openFile('gate.pipeline.yaml');
    const id = await runOf(() => run(document));
    await untilTask(id, 'gate', 'running');
    await untilAfter('the run to be cancelled', cancel, async () => (await runState(id))?.status === 'cancelled');
    assert.deepEqual(await untilEnd(id), { status: 'cancelled', tasks: { gate: 'cancelled', after: 'cancelled' } });
  });

  test('that the command line started is seen and can be cancelled', async () => {
    const document = await openFile('gate.pipeline.yaml');
    const id = await runOf(() => runOnCommandLine(document.uri.fsPath));
    await untilTask(id, 'gate', 'running');
    await untilAfter('the run to be cancelled', cancel, async () => (await runState(id))?.status === 'cancelled');
  });

  test('goes on when its gate opens', async () => {
    const document = await openFile('gate.pipeline.yaml');
    const id = await runOf(() => run(document));
    await untilTask(id, 'gate', 'running');
    await writeFile(gateFile(), '');
    assert.deepEqual(await untilEnd(id), { status: 'success', tasks: { gate: 'success', after: 'success' } });
  });
});

function runOnCommandLine(file: string): void {
  const command = process.env.DAGWRIGHT_COMMAND;
  if (!command) throw new Error('DAGWRIGHT_COMMAND names no command line.');
  spawn('node', [command, 'run', file], { cwd: workspaceFolder(), stdio: 'ignore' });
}
