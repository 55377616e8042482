import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { until } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

const name = 'to-export.pipeline.yaml';
const written = 'to_export.py';

suite('Export', () => {
  const at = (file: string) => join(workspaceFolder(), file);
  const shown = () =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'dagwright-export' && uri.path === `/${written}`);

  teardown(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEditors();
    for (const file of [name, written]) await rm(at(file), { force: true });
  });

  test('shows the file beside the pipeline, and what is lost among its problems, and writes nothing by itself', async () => {
    await writeFile(at(name), 'name: to-export\ntasks:\n  a: { run: echo a, cache: true }\n');
    const document = await openFile(name);
    void vscode.commands.executeCommand('dagwright.export', document.uri, 'airflow');
    await until('the exported file to be shown', shown);
    assert.match(shown()?.getText() ?? '', /to-export\.pipeline\.yaml, line 3/);
    const lost = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'dagwright export');
    assert.deepEqual(
      lost.map(({ message, range }) => [message, range.start.line]),
      [['There is no cache: it is run each time.', 2]],
    );
    await assert.rejects(readFile(at(written)));
  });
});
