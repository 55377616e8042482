import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { runFolder } from '../../../runner/layout.ts';
import { runOf, untilEnd } from './runs.ts';
import { until } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

const allTabs = () => vscode.window.tabGroups.all.flatMap(group => group.tabs);

suite('What stands beside a pipeline', () => {
  teardown(closeEditors);

  test('every command is there', async () => {
    await openFile('quick.pipeline.yaml');
    const known = await until('the commands', async () => {
      const commands = await vscode.commands.getCommands(true);
      return commands.includes('dagwright.run') && commands;
    });
    assert.deepEqual(
      contributed().filter(name => !known.includes(name)),
      [],
    );
  });

  test('a lens runs it', async () => {
    const document = await openFile('quick.pipeline.yaml');
    const lenses = await until('lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return found.length > 0 && found;
    });
    const commands = lenses.map(lens => lens.command?.command);
    assert.ok(commands.includes('dagwright.run'), commands.join());
    assert.ok(commands.includes('dagwright.showGraph'), commands.join());
  });

  test('lenses above each task come only where the settings want them, and know their task', async () => {
    const document = await openFile('quick.pipeline.yaml');
    const settings = vscode.workspace.getConfiguration('dagwright');
    const taskLenses = async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        20,
      );
      return all.flatMap(({ command }) => (command?.command === 'dagwright.runTask' ? [command.arguments?.[0]] : []));
    };
    assert.deepEqual(await taskLenses(), []);
    try {
      await settings.update('taskLenses', true, vscode.ConfigurationTarget.Global);
      const found = await until('lenses above tasks', async () => {
        const lenses = await taskLenses();
        return lenses.length > 0 && lenses;
      });
      assert.deepEqual(found[0], { file: document.uri.fsPath, task: 'first' });
    } finally {
      await settings.update('taskLenses', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('its graph opens in a tab beside', async () => {
    await openFile('quick.pipeline.yaml');
    await vscode.commands.executeCommand('dagwright.showGraph');
    const tab = await until('the graph', () => allTabs().find(({ input }) => input instanceof vscode.TabInputWebview));
    assert.match(tab.label, /quick/);
    await until('its tab in a group of its own', () => vscode.window.tabGroups.all.length === 2);
  });

  test('the journal of its run opens as text', async () => {
    await openFile('quick.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run'));
    await untilEnd(id);
    // Given the row of the Runs view, it asks nothing.
    await vscode.commands.executeCommand('dagwright.openRunJournal', { folder: runFolder(workspaceFolder(), id) });
    const text = await until('the journal', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.path.endsWith('journal.ndjson') && document.getText();
    });
    assert.match(text, new RegExp(id));
  });

  test('the runs view can be shown', async () => {
    await vscode.commands.executeCommand('dagwright.runs.focus');
  });
});

/** The commands of the palette. */
function contributed(): readonly string[] {
  const manifest = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'dagwright')?.packageJSON;
  return manifest.contributes.commands.map(({ command }: { command: string }) => command);
}
