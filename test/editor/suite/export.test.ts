import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { until, untilAfter } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

const name = 'to-export.pipeline.yaml';
const written = 'to_export.py';
const refusing = 'refused.pipeline.yaml';
const foreign = 'to-import.yml';

suite('Export', () => {
  const at = (file: string) => join(workspaceFolder(), file);
  const shown = () =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'dagwright-export' && uri.path === `/${written}`);

  teardown(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEditors();
    for (const file of [name, written, refusing, 'refused.py', foreign]) await rm(at(file), { force: true });
  });

  test('shows the file beside the pipeline, and what is lost among its problems, and writes it when that is asked for', async () => {
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
    const press = () => vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await untilAfter('the file to be written by Save', press, async () => {
      const found = await readFile(at(written), 'utf8').catch(() => undefined);
      return found !== undefined && found === shown()?.getText();
    });
  });

  test('is refused where the engine would do something else, with the reason among the problems', async () => {
    await writeFile(at(refusing), 'tasks:\n  a: { run: "echo ${{ hashFiles(\'x\') }}" }\n');
    const document = await openFile(refusing);
    void vscode.commands.executeCommand('dagwright.export', document.uri, 'airflow');
    const refused = await until('the refusal', () => {
      const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'dagwright export');
      return found.length > 0 && found;
    });
    assert.deepEqual(
      refused.map(({ severity, range }) => [severity, range.start.line]),
      [[vscode.DiagnosticSeverity.Error, 1]],
    );
    await assert.rejects(readFile(at('refused.py')));
  });

  test('an import shows the pipeline beside the file, and what is lost among the problems of that', async () => {
    await writeFile(at(foreign), 'on: push\njobs:\n  a: { runs-on: x, steps: [{ run: echo imported }] }\n');
    const uri = vscode.Uri.file(at(foreign));
    void vscode.commands.executeCommand('dagwright.import', uri);
    const made = await until('the pipeline', () =>
      vscode.workspace.textDocuments.find(
        ({ isUntitled, languageId, getText }) =>
          isUntitled && languageId === 'dagwright' && /echo imported/.test(getText()),
      ),
    );
    const place = await until('the pipeline to be shown', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document === made),
    );
    assert.equal(place.viewColumn, vscode.ViewColumn.Two);
    assert.deepEqual(
      vscode.languages
        .getDiagnostics(uri)
        .flatMap(({ source, message }) => (source === 'dagwright import' ? [message] : [])),
      ['No pipeline starts on `push`.', 'It ran on `x`; here it runs on this machine.'],
    );
  });
});
