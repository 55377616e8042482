import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
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
});

async function ask(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
