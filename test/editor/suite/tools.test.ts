import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { runTool } from '../../../extension/language-model/run-tool.ts';
import type { ToolInput } from '../../../extension/language-model/tool-words.ts';
import { RunStore } from '../../../extension/run-store/run-store.ts';
import { runOf, untilEnd } from './runs.ts';
import { until } from './until.ts';
import { closeEditors, openFile } from './workspace.ts';

suite('What a language model may ask', () => {
  teardown(closeEditors);

  test('the tools answer about files, runs and outputs, and refuse what is not in the workspace', async () => {
    const { uri } = await openFile('failing.pipeline.yaml');
    await until('the tools', () => vscode.lm.tools.some(({ name }) => name === 'dagwright_validate'));
    await untilEnd(await runOf(() => vscode.commands.executeCommand('dagwright.run', uri)));
    const file = 'failing.pipeline.yaml';
    assert.match(await ask('dagwright_validate', { file }), /no problems/i);
    assert.match(await ask('dagwright_graph', { file }), /^flowchart TB/);
    assert.match(await ask('dagwright_plan', { file }), /after_bad/);
    assert.match(await ask('dagwright_show_run', {}), /failed/);
    assert.match(await ask('dagwright_read_output', { task: 'bad' }), /this went wrong on purpose/);
    assert.match(await ask('dagwright_explain_task', { task: 'after_bad' }), /bad/);
    assert.match(await ask('dagwright_explain_problem', { code: 'dependency-cycle' }), /dependency-cycle/);
    assert.match(await ask('dagwright_validate', { file: '../../etc/passwd' }), /There is no file/);
    assert.match(await ask('dagwright_read_output', { task: '--follow' }), /must not begin/);
  });

  test('before anything runs, the user reads what would run', async () => {
    using store = new RunStore();
    const tool = ownRunTool(store);
    const input = { file: 'quick.pipeline.yaml', task: 'last', params: { region: 'us' } };
    const prepared = await tool.prepareInvocation?.({ input }, uncancelled());
    const message = prepared?.confirmationMessages?.message;
    assert.ok(message instanceof vscode.MarkdownString);
    assert.equal(
      message.value,
      'This runs the commands of the task `last` of `quick.pipeline.yaml`, with all that it needs, with `region=us`.',
    );
  });

  test('a run that was confirmed is waited for, and its record is the answer', async () => {
    // In a test of an extension, the editor answers its own question by yes.
    let answer = '';
    const id = await runOf(async () => {
      answer = await ask('dagwright_run', { file: 'failing.pipeline.yaml', task: 'after_good' });
    });
    assert.deepEqual(await untilEnd(id), { status: 'success', tasks: { good: 'success', after_good: 'success' } });
    assert.match(answer, new RegExp(id));
    assert.match(answer, /after_good/);
    assert.match(await ask('dagwright_run', { file: 'failing.pipeline.yaml', task: 'nosuch' }), /nosuch/);
    assert.match(await ask('dagwright_run', { file: '../outside.pipeline.yaml' }), /There is no file/);
    assert.match(await ask('dagwright_run', { file: 'failing.pipeline.yaml', task: '--all' }), /must not begin/);
  });
});

/** The tool itself, as the editor has it behind its question. */
function ownRunTool(store: RunStore): vscode.LanguageModelTool<ToolInput> {
  const extension = vscode.extensions.getExtension('dagwright.dagwright');
  assert.ok(extension);
  const secrets: vscode.SecretStorage = {
    get: async () => undefined,
    store: async () => {},
    delete: async () => {},
    onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
  };
  return runTool({ extensionUri: extension.extensionUri, secrets }, store);
}

function uncancelled(): vscode.CancellationToken {
  return new vscode.CancellationTokenSource().token;
}

async function ask(name: string, input: object): Promise<string> {
  return textOf(await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }));
}

function textOf(result: vscode.LanguageModelToolResult | null | undefined): string {
  const parts = result?.content ?? [];
  return parts.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
