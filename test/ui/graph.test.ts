import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('A user works in the graph', { timeout: 180_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyWorkspace());
    await workbench.open('quick.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    await workbench.graph().locator('g.node[data-task="last"]').waitFor();
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('the task at the cursor is lit', async () => {
    await workbench.command('View: Focus First Editor Group');
    await workbench.goTo(7, 13);
    await workbench.graph().locator('g.node.at-cursor[data-task="second"]').waitFor();
  });

  test('the menu of a node runs the pipeline, by mouse', async () => {
    const graph = workbench.graph();
    await graph.locator('g.node[data-task="second"]').click({ button: 'right' });
    await workbench.page.locator('.context-view .action-label', { hasText: 'Run Pipeline' }).click();
    await graph.locator('g.node.status-success[data-task="last"]').waitFor();
  });

  test('a node that is pointed at shows what its task has printed', async () => {
    const graph = workbench.graph();
    await graph.locator('g.node[data-task="second"]').hover();
    await graph.locator('#card pre', { hasText: 'this is second' }).waitFor();
    await workbench.screenshot('9-graph-card');
  });

  test('the menu of a node shows the output of its task, by keyboard', async () => {
    const { page } = workbench;
    await workbench.graph().locator('g.node[data-task="second"]').focus();
    await page.keyboard.press('Shift+F10');
    const entry = page.locator('.context-view .action-label', { hasText: 'Show Task Output' });
    await entry.waitFor();
    await workbench.screenshot('9-graph-menu');
    await entry.click();
    await page.locator('.terminal-wrapper.active .xterm-rows', { hasText: 'this is second' }).waitFor();
  });

  test('a click on a need that no task has goes to it and offers the fix', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.goTo(7, 13);
    await page.keyboard.press('Delete');
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.graph().locator('g.node.missing[data-task="irst"]').click();
    await page.locator('.action-widget .monaco-list-row', { hasText: 'first' }).first().click();
    await workbench.graph().locator('g.node.missing').waitFor({ state: 'detached' });
  });
});
