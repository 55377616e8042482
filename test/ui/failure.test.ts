import assert from 'node:assert/strict';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('A user looks for what went wrong, and into what is used', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyWorkspace());
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('a failed task is underlined, and its last line stands beside it', async () => {
    const { page } = workbench;
    await workbench.open('failing.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    await workbench.graph().locator('g.node[data-task="bad"]').waitFor();
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('Dagwright: Run Pipeline');
    await page.locator('.squiggly-error').first().waitFor();
    await page.waitForFunction(`[...document.querySelectorAll('.view-line span')].some(one =>
      getComputedStyle(one, '::after').content.includes('this went wrong on purpose'))`);
    await workbench.command('Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'this went wrong on purpose' }).first().waitFor();
    await workbench.screenshot('10-failure');
  });

  test('one goes to the first failure and reads its output, then that of the whole run', async () => {
    const { page } = workbench;
    const rows = workbench.terminal();
    await workbench.until(rows.filter({ hasText: 'this went wrong on purpose' }), () =>
      workbench.command('Dagwright: Go to First Failure'),
    );
    await page.locator('.statusbar-item', { hasText: 'Ln 5, Col 3' }).waitFor();
    await workbench.command('View: Focus First Editor Group');
    await workbench.until(rows.filter({ hasText: /bad +│ this went wrong on purpose/ }), () =>
      workbench.command('Dagwright: Show Run Output'),
    );
    await rows.filter({ hasText: /after_good +│/ }).waitFor();
    await workbench.screenshot('11-run-output');
  });

  test('the tasks of a used pipeline stand in the graph, run there, and lead to their own file', async () => {
    const { page } = workbench;
    await workbench.command('View: Close All Editors');
    await workbench.open('uses.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    const graph = workbench.graph();
    await graph.locator('g.node[data-task="inner/last"]').waitFor();
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('Dagwright: Run Pipeline');
    await graph.locator('g.node.status-success[data-task="inner/last"]').waitFor();
    await graph.locator('g.node.status-success[data-task="check"]').waitFor();
    assert.equal(await graph.locator('g.node[data-task="inner"] .progress').textContent(), '4/4');
    assert.equal(await graph.locator('g.node[data-task="check"] .progress').textContent(), '3/3');
    await workbench.screenshot('12-used-pipeline');
    await workbench.until(page.locator('.tab.active[data-resource-name="quick.pipeline.yaml"]'), () =>
      graph.locator('g.node[data-task="inner/third"]').click(),
    );
    await page.locator('.statusbar-item', { hasText: /Ln 9, Col/ }).waitFor();
  });
});
