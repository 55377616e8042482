import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const tasks = ['first', 'second', 'third', 'last'];

describe('A user edits a pipeline and runs it', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyWorkspace());
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('a typo is underlined, and told in Problems', async () => {
    const { page } = workbench;
    await workbench.open('quick.pipeline.yaml');
    // The f of `needs: [first]`.
    await workbench.text.deleteAt(7, 13, '[irst]');
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.command('Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'irst' }).first().waitFor();
    await workbench.screenshot('1-typo');
  });

  test('the quick fix mends it', async () => {
    await workbench.command('View: Focus Active Editor Group');
    await workbench.text.quickFix('first');
    await workbench.text.save('quick.pipeline.yaml');
    await workbench.command('View: Toggle Panel Visibility');
  });

  test('a run turns the nodes of the graph green', async () => {
    await workbench.command('Dagwright: Show Graph');
    const graph = workbench.graph();
    for (const task of tasks) await graph.locator(`g.node[data-task="${task}"]`).waitFor();
    await workbench.screenshot('2-graph');
    await workbench.command('Dagwright: Run Pipeline');
    for (const task of tasks) await graph.locator(`g.node.status-success[data-task="${task}"]`).waitFor();
    await workbench.status().waitFor();
    await workbench.screenshot('3-run');
  });

  test('the output of a task is read in a terminal', async () => {
    await workbench.until(workbench.terminal().filter({ hasText: 'this is second' }), async () => {
      await workbench.command('Dagwright: Show Task Output');
      await workbench.choice('second').click();
    });
    await workbench.screenshot('4-output');
  });

  test('the run stands in the Runs view', async () => {
    await workbench.showRuns();
    await workbench.runsRow('quick').waitFor();
    await workbench.screenshot('5-runs');
  });
});
