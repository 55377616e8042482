import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('In a window that is in a browser alone, a user', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    // Not in the host that has Node, but in the worker of the page.
    const inWorker = { 'remote.extensionKind': { 'dagwright.dagwright': ['web'] } };
    workbench = await openWorkbench(await copyWorkspace(), true, inWorker);
    await workbench.open('quick.pipeline.yaml');
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('sees the graph of the text', async () => {
    await workbench.command('Dagwright: Show Graph');
    await workbench.graph().locator('g.node[data-task="last"]').waitFor();
  });

  test('is told of a wrong name while it is typed, and the graph follows', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.text.deleteAt(7, 13, '[irst]');
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.graph().locator('g.node.missing[data-task="irst"]').waitFor();
  });

  test('is offered the names of tasks', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.text.goTo(7, 13);
    const offer = page.locator('.suggest-widget .monaco-list-row', { hasText: 'first' }).first();
    await workbench.until(offer, () => workbench.command('Trigger Suggest'));
    await page.keyboard.press('Escape');
  });

  test('hears in a sentence why nothing is run', async () => {
    await workbench.command('Dagwright: Run Pipeline');
    await workbench.notification('A browser alone cannot run pipelines');
  });
});
