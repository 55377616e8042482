import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { runFolder } from '../../../runner/layout.ts';
import { runOf, untilEnd } from './runs.ts';
import { until } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

suite('After a failure', () => {
  teardown(closeEditors);

  test('the task is underlined with what it said, and quick fixes go on from there', async () => {
    const document = await openFile('failing.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', document.uri));
    await untilEnd(id);
    const problem = await until('the squiggle', () =>
      vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === 'Dagwright run'),
    );
    assert.equal(document.getText(problem.range), 'bad');
    assert.match(problem.message, /^bad: failed \(exit code 3\).*: this went wrong on purpose$/);
    const log = problem.relatedInformation?.at(-1)?.location.uri.fsPath ?? '';
    assert.ok(log.startsWith(runFolder(workspaceFolder(), id)), log);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    const titles = actions.map(({ title }) => title);
    for (const title of ['Show Task Output', 'Explain Task', 'Run Again What Failed'])
      assert.ok(titles.includes(title), titles.join());
  });

  test('one goes to the first failure, and the output of all tasks stands in one terminal', async () => {
    const document = await openFile('failing.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', document.uri));
    await untilEnd(id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const folder = runFolder(workspaceFolder(), id);
    await vscode.commands.executeCommand('dagwright.goToFirstFailure', { folder });
    const editor = vscode.window.activeTextEditor;
    const line = editor?.document.lineAt(editor.selection.active.line).text ?? '';
    assert.match(line, /^ {2}bad:/);
    await until('its terminal', () => vscode.window.terminals.some(({ name }) => name === 'bad'));
    await vscode.commands.executeCommand('dagwright.showRunOutput', { folder });
    await until('the terminal of all', () => vscode.window.terminals.some(({ name }) => /: all tasks$/.test(name)));
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });
});
