import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { runsFolder, scheduleFolder } from '../../runner/layout.ts';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('In Restricted Mode', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyWorkspace(), false);
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('problems and the graph are there', async () => {
    const { page } = workbench;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await workbench.open('quick.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    await workbench.graph().locator('g.node[data-task="last"]').waitFor();
    await workbench.command('View: Focus First Editor Group');
    await workbench.text.deleteAt(7, 13, '[irst]');
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.until(page.locator('.view-line', { hasText: '[first]' }), () =>
      workbench.text.press('ControlOrMeta+z'),
    );
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  });

  test('running says why it does not', async () => {
    await workbench.command('Dagwright: Run Pipeline');
    await workbench.notification('its pipelines cannot be run');
    await workbench.screenshot('8-restricted');
    assert.equal(existsSync(runsFolder(workbench.folder)), false);
  });

  test('triggers cannot be switched on, and no scheduler starts', async () => {
    const { page } = workbench;
    await writeFile(
      join(workbench.folder, 'nightly.pipeline.yaml'),
      'triggers: [{ cron: "* * * * * *" }]\ntasks: { a: { run: "true" } }\n',
    );
    const refusal = page.locator('.notification-list-item', { hasText: 'its pipelines cannot be run' });
    await workbench.command('Notifications: Clear All Notifications');
    await refusal.first().waitFor({ state: 'detached' });
    await workbench.open('nightly.pipeline.yaml');
    const lens = page.locator('.codelens-decoration a', { hasText: 'Switch Triggers On' });
    await workbench.until(refusal, () => lens.click());
    await lens.waitFor();
    for (const folder of [runsFolder, scheduleFolder]) assert.equal(existsSync(folder(workbench.folder)), false);
  });
});
