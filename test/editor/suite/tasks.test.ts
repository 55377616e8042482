import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { runIds, runOf, untilEnd } from './runs.ts';
import { closeEditors, openFile } from './workspace.ts';

suite('Verbs', () => {
  teardown(closeEditors);

  test('every pipeline is a task of VS Code, which ends with the exit code of the run', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'dagwright' });
    assert.ok(tasks.some(task => task.definition.file === 'quick.pipeline.yaml'));
    assert.equal(await exitCodeOf(tasks.find(task => task.definition.file === 'quick.pipeline.yaml')), 0);
    assert.equal(await exitCodeOf(tasks.find(task => task.definition.file === 'failing.pipeline.yaml')), 1);
  });

  test('a task runs with what it needs and nothing else', async () => {
    const { uri } = await openFile('failing.pipeline.yaml');
    const argument = { file: uri.fsPath, task: 'after_good' };
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.runTaskWithUpstream', argument));
    assert.deepEqual(await untilEnd(id), { status: 'success', tasks: { good: 'success', after_good: 'success' } });
  });

  test('what failed is run again, what succeeded is taken over', async () => {
    const { uri } = await openFile('failing.pipeline.yaml');
    const first = await runOf(() => vscode.commands.executeCommand('dagwright.run', uri));
    await untilEnd(first);
    const second = await runOf(() => vscode.commands.executeCommand('dagwright.rerunFailed', uri));
    assert.deepEqual(await untilEnd(second), {
      status: 'failed',
      tasks: { good: 'success', bad: 'failed', after_bad: 'upstream_failed', after_good: 'success' },
    });
    assert.ok((await runIds()).includes(second));
  });
});

async function exitCodeOf(task: vscode.Task | undefined): Promise<number | undefined> {
  assert.ok(task);
  const ended = new Promise<number | undefined>(resolve => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.definition.file !== task.definition.file) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}
