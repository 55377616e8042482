import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { attemptPath, journalFile, outputLog, runFolder } from '../../../runner/layout.ts';
import { runIds, runOf, runState, untilEnd, untilTask } from './runs.ts';
import { until, untilAfter } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

suite('Verbs', () => {
  teardown(closeEditors);

  test('every pipeline is a task of VS Code, which ends with the exit code of the run', async () => {
    const tasks = await until('the tasks', async () => {
      const found = await vscode.tasks.fetchTasks({ type: 'dagwright' });
      return found.some(task => task.definition.file === 'quick.pipeline.yaml') && found;
    });
    assert.equal(await exitCodeOf(tasks.find(task => task.definition.file === 'quick.pipeline.yaml')), 0);
    assert.equal(await exitCodeOf(tasks.find(task => task.definition.file === 'failing.pipeline.yaml')), 1);
  });

  test("a compiler's error in the output of a task is a problem at its place", async () => {
    const folder = workspaceFolder();
    const broken = vscode.Uri.file(join(folder, 'broken.c'));
    await writeFile(broken.fsPath, 'int main() {\n  return x;\n}\n');
    const says = `console.log("broken.c:2:10: error: 'x' undeclared"); process.exit(1)`;
    const run = `[node, -e, ${JSON.stringify(says)}]`;
    await writeFile(join(folder, 'compile.pipeline.yaml'), `tasks:\n  compile:\n    run: ${run}\n`);
    await mkdir(join(folder, '.vscode'), { recursive: true });
    const wanted = { type: 'dagwright', file: 'compile.pipeline.yaml', label: 'compile it', problemMatcher: compiler };
    await writeFile(join(folder, '.vscode', 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [wanted] }));
    const task = await until('the task of tasks.json', async () =>
      (await vscode.tasks.fetchTasks({ type: 'dagwright' })).find(({ name }) => name === wanted.label),
    );
    assert.equal(await exitCodeOf(task), 1);
    const problem = await until('the problem', () => vscode.languages.getDiagnostics(broken)[0]);
    assert.equal(problem.message, "'x' undeclared");
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [1, 9]);
  });

  test('a task runs with what it needs and nothing else', async () => {
    const { uri } = await openFile('failing.pipeline.yaml');
    const argument = { file: uri.fsPath, task: 'after_good' };
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.runTaskWithUpstream', argument));
    assert.deepEqual(await untilEnd(id), { status: 'success', tasks: { good: 'success', after_good: 'success' } });
  });

  test('a task runs alone, with what needs it, and again from the line whose menu was opened', async () => {
    const { uri } = await openFile('quick.pipeline.yaml');
    await untilEnd(await runOf(() => vscode.commands.executeCommand('dagwright.run', uri)));
    const whatRan = async (verb: string, argument: object) => {
      const id = await runOf(() => vscode.commands.executeCommand(`dagwright.${verb}`, argument));
      assert.equal((await untilEnd(id)).status, 'success');
      return ranTasks(id);
    };
    assert.deepEqual(await whatRan('runTask', { file: uri.fsPath, task: 'third' }), ['third']);
    assert.deepEqual(await whatRan('runTaskWithDownstream', { file: uri.fsPath, task: 'third' }), ['third', 'last']);
    assert.deepEqual(await whatRan('rerun', uri), ['third', 'last'], 'as the newest run did');
    assert.deepEqual(await whatRan('run', uri), ['first', 'second', 'third', 'last']);
    assert.deepEqual(await whatRan('rerunFrom', { uri, lineNumber: 7 }), ['second', 'last']);
  });

  test('one task of a run is cancelled, and the others go on', async () => {
    const wait = 'run: [node, wait-for.mjs, never], grace_period: 1s';
    await writeFile(
      join(workspaceFolder(), 'two.pipeline.yaml'),
      `tasks:\n  other: { ${wait} }\n  long: { ${wait} }\nmax_parallel: 2\n`,
    );
    const document = await openFile('two.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', document.uri));
    for (const task of ['other', 'long']) await untilTask(id, task, 'running');
    const taskOf = async (name: string) => (await runState(id))?.tasks.get(name)?.status;
    await untilAfter(
      'the task to be cancelled',
      () => vscode.commands.executeCommand('dagwright.cancelTask', { uri: document.uri, lineNumber: 3 }),
      async () => (await taskOf('long')) === 'cancelled',
    );
    assert.equal(await taskOf('other'), 'running');
    await vscode.commands.executeCommand('dagwright.cancel', {
      folder: runFolder(workspaceFolder(), id),
      task: 'long',
    });
    assert.equal((await untilEnd(id)).tasks.other, 'cancelled');
  });

  test('two runs are compared', async () => {
    const { uri } = await openFile('quick.pipeline.yaml');
    for (let runs = 2; runs > 0; runs--) {
      await untilEnd(await runOf(() => vscode.commands.executeCommand('dagwright.run', uri)));
    }
    void vscode.commands.executeCommand('dagwright.compareRuns', uri);
    await until('the comparison', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'dagwright-report' && document.getText().includes('quick');
    });
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

  test('a failed task is explained, and what a run would do is told, as texts', async () => {
    const { uri } = await openFile('failing.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', uri));
    await untilEnd(id);
    const folder = runFolder(workspaceFolder(), id);
    await vscode.commands.executeCommand('dagwright.explainTask', { folder, task: 'after_bad' });
    await untilReport(/bad.* failed/s);
    await vscode.commands.executeCommand('dagwright.plan', uri);
    await untilReport(/after_bad +will run/);
    await vscode.commands.executeCommand('dagwright.showRun', { folder });
    await untilReport(new RegExp(id));
  });

  test('a secret from the environment reaches the tasks, and what they print of it is masked', async () => {
    process.env.DAGWRIGHT_TEST_TOKEN = 'hush-hush-4711';
    const { uri } = await openFile('secret.pipeline.yaml');
    const id = await runOf(() => vscode.commands.executeCommand('dagwright.run', uri));
    assert.equal((await untilEnd(id)).status, 'success');
    const folder = runFolder(workspaceFolder(), id);
    assert.equal(await readFile(outputLog(attemptPath(folder, 'leak', 1)), 'utf8'), '***\n');
    assert.ok(!(await readFile(journalFile(folder), 'utf8')).includes('hush-hush'));
  });
});

/** As compilers of C write: the matcher of that name comes with another extension. */
const compiler = {
  owner: 'compiler',
  fileLocation: ['relative', '${workspaceFolder}'],
  pattern: {
    ...{ regexp: '^(.*):(\\d+):(\\d+): (error|warning): (.*)$', file: 1, line: 2, column: 3, severity: 4, message: 5 },
  },
};

/** The tasks that a run has run itself, taking none over. */
async function ranTasks(id: string): Promise<readonly string[]> {
  const tasks = [...((await runState(id))?.tasks.values() ?? [])];
  return tasks.filter(({ attempts }) => attempts.length > 0).map(({ name }) => name);
}

/** Waits until the text in front is a report that says this. */
async function untilReport(text: RegExp): Promise<void> {
  await until(`a report with ${text}`, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === 'dagwright-report' && text.test(document.getText());
  });
}

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
