import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { outputLinkProvider } from '../../../extension/output/link-provider.ts';
import { runFolder } from '../../../runner/layout.ts';
import { runOf, untilEnd } from './runs.ts';
import { until, untilAfter } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

suite('After a failure', () => {
  teardown(closeEditors);

  test('the task is underlined with what it said, and quick fixes go on from there', async () => {
    const document = await openFile('failing.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', document.uri));
    await untilEnd(id);
    // What the task printed last is read after its end is known, and said as soon as it is.
    const problem = await until('the squiggle with what the task printed', () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find(({ source, message }) => source === 'Dagwright run' && message.endsWith('on purpose')),
    );
    assert.equal(document.getText(problem.range), 'bad');
    assert.match(problem.message, /^bad: failed \(exit code 3\).*: this went wrong on purpose$/);
    const log = problem.relatedInformation?.at(-1)?.location.uri.fsPath ?? '';
    assert.ok(log.startsWith(runFolder(workspaceFolder(), id)), log);
    for (const title of ['Show Task Output', 'Explain Task', 'Run Again What Failed']) {
      await until(title, async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          problem.range,
        );
        return actions.some(action => action.title === title);
      });
    }
  });

  test('one goes to the first failure, and the output of all tasks stands in one terminal', async () => {
    const document = await openFile('failing.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', document.uri));
    await untilEnd(id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const folder = runFolder(workspaceFolder(), id);
    await untilAfter(
      'the cursor at the task that failed',
      () => vscode.commands.executeCommand('dagwright.goToFirstFailure', { folder }),
      () => {
        const editor = vscode.window.activeTextEditor;
        return editor && /^ {2}bad:/.test(editor.document.lineAt(editor.selection.active.line).text);
      },
    );
    await until('its terminal', () => vscode.window.terminals.some(({ name }) => name === 'bad'));
    await vscode.commands.executeCommand('dagwright.showRunOutput', { folder });
    await until('the terminal of all', () => vscode.window.terminals.some(({ name }) => /: all tasks$/.test(name)));
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  test('a place in a file that a terminal shows is a link, which opens the file there', async () => {
    const terminal = vscode.window.createTerminal({ name: 'links', isTransient: true });
    const links = outputLinkProvider(of => (of === terminal ? workspaceFolder() : undefined));
    const none = new vscode.CancellationTokenSource().token;
    const linksOf = async (line: string, of = terminal) =>
      (await links.provideTerminalLinks({ line, terminal: of }, none)) ?? [];
    const line = 'Error at say.mjs:1 and fail.mjs:2:9, but not at missing.mjs:3';
    const found = await linksOf(line);
    assert.deepEqual(
      found.map(({ startIndex, length }) => line.slice(startIndex, startIndex + length)),
      ['say.mjs:1', 'fail.mjs:2:9'],
    );
    const link = found[1];
    assert.ok(link);
    await links.handleTerminalLink(link);
    await until('the editor at the place', () => {
      const editor = vscode.window.activeTextEditor;
      const isThere = editor?.document.uri.fsPath === join(workspaceFolder(), 'fail.mjs');
      return isThere && editor.selection.active.isEqual(new vscode.Position(1, 8));
    });
    const other = vscode.window.createTerminal({ name: 'of somebody else', isTransient: true });
    assert.deepEqual(await linksOf(line, other), []);
    terminal.dispose();
    other.dispose();
  });
});
