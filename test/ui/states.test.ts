import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { runFolder, runsFolder } from '../../runner/layout.ts';
import { readRun } from '../../runner/run-directory/read-run.ts';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { untilWebviewSaved } from './saved-layout.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('A run with every kind of end', { timeout: 470_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyWorkspace());
    await workbench.open('states.pipeline.yaml');
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('is shown again with its groups after the window was reloaded', async () => {
    await workbench.command('Dagwright: Show Graph');
    await node('members').waitFor();
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('Dagwright: Run Pipeline');
    await node('members', 'running').waitFor();
    await untilWebviewSaved(workbench.page, 'dagwright.graph');
    await workbench.reload(node('members', 'running'));
    await node('members').locator('.progress').filter({ hasText: '0/2' }).waitFor();
    await writeFile(join(workbench.folder, 'open-a'), '');
    await node('members').locator('.progress').filter({ hasText: '1/2' }).waitFor();
    await beside('success in', 'attempt 2');
  });

  test('is interrupted when its runner is killed, says so, and goes on by Resume', async () => {
    process.kill(await runnerPid(), 'SIGKILL');
    await workbench.status().filter({ hasText: 'interrupted' }).waitFor();
    await workbench.showRuns();
    await workbench.runsRow('interrupted at').waitFor();
    await workbench.screenshot('13-interrupted');
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('Dagwright: Resume');
    await workbench
      .status()
      .filter({ hasText: /\d\/\d/ })
      .waitFor();
    await writeFile(join(workbench.folder, 'open-b'), '');
    await node('after', 'success').waitFor();
    await workbench.until(workbench.graph().locator('#time .row[data-task="retried"]'), () =>
      workbench.graph().locator('#time-button').click(),
    );
    await workbench.screenshot('14-resumed');
  });

  test('has cached tasks the next time, and is deleted when the user says so', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('Dagwright: Run Pipeline');
    await workbench.status().filter({ hasText: 'success' }).waitFor();
    await beside('success', 'cached');
    await workbench.screenshot('15-cached');
    assert.equal((await readdir(runsFolder(workbench.folder))).length, 2);
    const question = page.locator('.monaco-dialog-box');
    await workbench.until(question, async () => {
      await workbench.command('Dagwright: Delete Run…');
      await workbench.choice('states').click();
    });
    await workbench.until(
      async () => (await readdir(runsFolder(workbench.folder))).length === 1,
      () => question.locator('.monaco-button', { hasText: 'Delete' }).click(),
    );
    await question.waitFor({ state: 'detached' });
    await workbench.runsRow('success in').waitFor();
  });

  function node(task: string, status?: string) {
    const state = status === undefined ? '' : `.status-${status}`;
    return workbench.graph().locator(`g.node${state}[data-task="${task}"]`);
  }

  /** Waits until both stand beside one line of the text. */
  async function beside(...words: readonly string[]): Promise<void> {
    const isThere = (all: readonly string[]): boolean =>
      [...document.querySelectorAll('.view-line span')].some(one => {
        const { content } = getComputedStyle(one, '::after');
        return all.every(word => content.includes(word));
      });
    await workbench.page.waitForFunction(isThere, words);
  }

  /** Of the only run that there is: a process of this test's own. */
  async function runnerPid(): Promise<number> {
    const [id = ''] = await readdir(runsFolder(workbench.folder));
    const reading = await readRun(runFolder(workbench.folder, id));
    assert.ok(reading.kind === 'run' && reading.state.started.pid > 1);
    return reading.state.started.pid;
  }
});
