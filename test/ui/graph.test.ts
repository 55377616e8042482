import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('A user works in the graph', { timeout: 420_000 }, () => {
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
    await chooseInMenu(workbench.page, 'Run Pipeline');
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
    await page.locator('.context-view .action-label', { hasText: 'Show Task Output' }).waitFor();
    await workbench.screenshot('9-graph-menu');
    await chooseInMenu(page, 'Show Task Output');
    await page.locator('.terminal-wrapper.active .xterm-rows', { hasText: 'this is second' }).waitFor();
  });

  test('a click on a need that no task has goes to it and offers the fix', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.goTo(7, 13);
    await workbench.press('Delete');
    await page.locator('.squiggly-error').first().waitFor();
    const missing = workbench.graph().locator('g.node.missing[data-task="irst"]');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'first' }).first();
    // What opens late may take the focus, and with it the menu: then a user clicks again.
    for (let attempt = 1; attempt < 5; attempt++) {
      await missing.click();
      if (
        await fix.click({ timeout: 3000 }).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    await missing.waitFor({ state: 'detached' });
    await workbench.press('ControlOrMeta+s');
  });

  test('the graph of a new text follows it into its file, by whatever name it is saved', async () => {
    const { page } = workbench;
    for (const saveAs of [undefined, 'another.pipeline.yaml']) {
      await workbench.command('View: Close All Editors');
      await workbench.command('Dagwright: New Pipeline');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Small' }).click();
      await page.locator('.tab.active', { hasText: /^my/ }).waitFor();
      await workbench.command('Dagwright: Show Graph');
      await workbench.graph().locator('g.node[data-task="prepare"]').waitFor();
      await workbench.command('View: Focus First Editor Group');
      if (saveAs === undefined) await workbench.press('ControlOrMeta+s');
      else {
        await workbench.command('File: Save As...');
        const path = page.locator('.quick-input-widget input.input');
        // The dialog writes the name that it proposes over what comes before.
        await page.waitForFunction(
          `document.querySelector('.quick-input-widget input.input')?.value.endsWith('.yaml')`,
        );
        await path.fill(join(workbench.folder, saveAs));
        await path.press('Enter');
      }
      const name = saveAs ?? 'my.pipeline.yaml';
      await page.locator('.tab', { hasText: `Graph: ${name}` }).waitFor();
      await page.locator(`.tab[data-resource-name="${name}"]:not(.dirty)`).waitFor();
      await workbench.command('View: Focus First Editor Group');
      await workbench.goTo(2, 3);
      await workbench.type('again_');
      await workbench.graph().locator('g.node[data-task="again_prepare"]').waitFor();
      await workbench.press('ControlOrMeta+s');
      await page.locator(`.tab[data-resource-name="${name}"]:not(.dirty)`).waitFor();
    }
  });

  test('a large graph folds by itself, and is laid out beside the page when it is unfolded', async () => {
    const names = [...Array(120).keys()].flatMap(index => [`load_${index}`, `clean_${index}`]);
    const tasks = names.map((name, at) => `  ${name}: { run: a${at % 2 ? `, needs: [${names[at - 1]}]` : ''} }`);
    await writeFile(join(workbench.folder, 'large.pipeline.yaml'), `tasks:\n${tasks.join('\n')}\n`);
    await workbench.command('View: Close All Editors');
    await workbench.open('large.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    const graph = workbench.graph();
    await graph.locator('g.node[data-group="load_*"]').waitFor();
    await graph.locator('#folding').click();
    await graph.locator('g.node[data-task="clean_119"]').waitFor();
    await workbench.screenshot('9-graph-large');
  });
});

/** A menu does not hear a click in its first moments. */
async function chooseInMenu(page: Page, text: string): Promise<void> {
  const entry = page.locator('.context-view .action-label', { hasText: text });
  await entry.waitFor();
  while (await entry.isVisible()) {
    await entry.click({ timeout: 1000 }).catch(() => {});
    await entry.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => {});
  }
}
