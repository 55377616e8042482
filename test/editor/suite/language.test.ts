import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { analyse } from '../../../pipeline/analyse.ts';
import { until } from './until.ts';
import { closeEditors, openFile, openText, problemCodes, replace } from './workspace.ts';

const twoTasks = `tasks:
  load:
    description: Gets the data.
    run: echo load
  train:
    needs: [load]
    run: echo train
`;

suite('A pipeline in the editor', () => {
  teardown(closeEditors);

  test('wakes the extension and has its language', async () => {
    const document = await openFile('quick.pipeline.yaml');
    assert.equal(document.languageId, 'dagwright');
    await until('the extension to be active', () => vscode.extensions.getExtension('dagwright.dagwright')?.isActive);
  });

  test('shows an unknown name in needs while it is typed, and the quick fix mends it', async () => {
    const { document } = await openText(twoTasks);
    await replace(document, '[load]', '[lod]');
    const problem = await until('the problem', () => vscode.languages.getDiagnostics(document.uri)[0]);
    assert.deepEqual(problemCodes(document), ['unknown-dependency']);
    assert.equal(document.getText(problem.range), 'lod');
    const fix = await until('a fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      return actions.find(action => action.edit);
    });
    assert.ok(fix.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), twoTasks);
    await until('the problem to go', () => problemCodes(document).length === 0);
  });

  test('completes names in needs, but not the task itself', async () => {
    const { document, cursor } = await openText(twoTasks.replace('[load]', '[|]'));
    const labels = await until('completion', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        cursor,
      );
      const found = list.items.map(({ label }) => labelOf(label));
      return found.includes('load') && found;
    });
    assert.ok(!labels.includes('train'), labels.join());
  });

  test('offers its snippets, and what they give is a pipeline without problems', async () => {
    const { document, cursor } = await openText('|');
    await until('the snippet in the completion', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        cursor,
      );
      return list.items.some(
        ({ label, kind }) => kind === vscode.CompletionItemKind.Snippet && labelOf(label) === 'pipeline',
      );
    });
    await insertSnippet(document, 'Pipeline', 'needs: [prepare]');
    await replace(document, 'tasks:\n', 'tasks:\n  \n');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor?.document === document);
    const inTasks = new vscode.Position(3, 2);
    editor.selection = new vscode.Selection(inTasks, inTasks);
    await insertSnippet(document, 'Task with retries', 'retry_backoff');
    const { pipeline, problems } = analyse(document.getText());
    assert.deepEqual(problems, []);
    assert.deepEqual(
      pipeline?.tasks.map(({ name }) => name),
      ['load', 'prepare', 'work'],
    );
  });

  test('explains a key under the pointer', async () => {
    const { document, cursor } = await openText(twoTasks.replace('needs', 'ne|eds'));
    const hovers = await until('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        cursor,
      );
      return found.length > 0 && found;
    });
    const text = hovers
      .flatMap(hover => hover.contents)
      .map(content => (typeof content === 'string' ? content : content.value));
    assert.match(text.join('\n'), /needs/);
  });

  test('leads from a name in needs to its task, and to all who name it', async () => {
    const { document, cursor } = await openText(twoTasks.replace('[load]', '[lo|ad]'));
    const definition = await until('a definition', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        cursor,
      );
      return found[0];
    });
    assert.equal(('range' in definition ? definition.range : definition.targetRange).start.line, 1);
    const references = await until('references', async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        cursor,
      );
      return found.length > 0 && found;
    });
    assert.deepEqual(references.map(place => place.range.start.line).sort(), [1, 5]);
  });

  test('lists its tasks as symbols', async () => {
    const { document } = await openText(twoTasks);
    const names = await until('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found?.length > 0 && found.flatMap(symbol => [symbol.name, ...symbol.children.map(child => child.name)]);
    });
    assert.ok(names.includes('load') && names.includes('train'), names.join());
  });

  test('serves a file that was left in the language yaml, by its name', async () => {
    const file = await openFile('quick.pipeline.yaml');
    const document = await vscode.languages.setTextDocumentLanguage(file, 'yaml');
    try {
      const names = await until('symbols', async () => {
        const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        );
        return found?.length > 0 && found.flatMap(symbol => [symbol.name, ...symbol.children.map(child => child.name)]);
      });
      assert.ok(names.includes('last'), names.join());
      await replace(document, 'tasks:', 'tasks:\n  broken: { needs: [lsat], run: echo }');
      await until('the problem', () => problemCodes(document).includes('unknown-dependency'));
    } finally {
      await vscode.languages.setTextDocumentLanguage(document, 'dagwright');
    }
  });
});

function labelOf(label: string | vscode.CompletionItemLabel): string {
  return typeof label === 'string' ? label : label.label;
}

/** Puts a snippet of the language where the cursor is, as choosing it does, until the text has this part of it. */
async function insertSnippet(document: vscode.TextDocument, name: string, part: string): Promise<void> {
  await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'dagwright', name });
  await until(`the snippet ${name}`, () => document.getText().includes(part));
}
