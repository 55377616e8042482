import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
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
    await workbench.text.goTo(7, 13);
    await workbench.graph().locator('g.node.at-cursor[data-task="second"]').waitFor();
  });

  test('the menu of a node runs the pipeline, by mouse', async () => {
    const graph = workbench.graph();
    await workbench.until(graph.locator('g.node.status-success'), async () => {
      await graph.locator('g.node[data-task="second"]').click({ button: 'right' });
      await chooseInMenu(workbench.page, 'Run Pipeline');
    });
    await graph.locator('g.node.status-success[data-task="last"]').waitFor();
  });

  test('a node that is pointed at shows what its task has printed', async () => {
    const graph = workbench.graph();
    await workbench.until(graph.locator('#card pre', { hasText: 'this is second' }), async () => {
      await workbench.page.mouse.move(0, 0);
      await graph.locator('g.node[data-task="second"]').hover();
    });
    await workbench.screenshot('9-graph-card');
  });

  test('the menu of a node shows the output of its task, by keyboard', async () => {
    const { page } = workbench;
    await page.mouse.move(0, 0);
    await workbench.until(workbench.terminal().filter({ hasText: 'this is second' }), async () => {
      await workbench.graph().locator('g.node[data-task="second"]').press('Shift+F10');
      await page.locator('.context-view .action-label', { hasText: 'Show Task Output' }).waitFor();
      await workbench.screenshot('9-graph-menu');
      await chooseInMenu(page, 'Show Task Output');
    });
  });

  test('the menu of a row of the table goes to its task in the Runs view', async () => {
    const { page } = workbench;
    const graph = workbench.graph();
    await workbench.until(graph.locator('#table table'), () => graph.locator('#table-button').click());
    await workbench.until(page.locator('.pane-body .monaco-list-row.focused', { hasText: 'third' }), async () => {
      await graph.locator('#table tr[data-task="third"] .more').click();
      await chooseInMenu(page, 'Reveal in Runs');
    });
    await workbench.screenshot('9-graph-table');
    await graph.locator('#table-button').click();
  });

  test('a click on a need that no task has goes to it and offers the fix', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.text.deleteAt(7, 13, '[irst]');
    await page.locator('.squiggly-error').first().waitFor();
    const missing = workbench.graph().locator('g.node.missing[data-task="irst"]');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'first' }).first();
    await missing.waitFor();
    await workbench.until(
      async () => (await missing.count()) === 0,
      async () => {
        await missing.click();
        await fix.click();
      },
    );
    await workbench.text.save('quick.pipeline.yaml');
  });

  test('the graph of a new text follows it into its file, by whatever name it is saved', async () => {
    const { page } = workbench;
    for (const saveAs of [undefined, 'another.pipeline.yaml']) {
      await workbench.command('View: Close All Editors');
      await workbench.until(page.locator('.tab.active', { hasText: /^my/ }), async () => {
        await workbench.command('Dagwright: New Pipeline');
        await workbench.choice('Small').click();
      });
      await workbench.command('Dagwright: Show Graph');
      await workbench.graph().locator('g.node[data-task="prepare"]').waitFor();
      await workbench.command('View: Focus First Editor Group');
      const name = saveAs ?? 'my.pipeline.yaml';
      if (saveAs === undefined) await workbench.text.save(name);
      else await saveInto(workbench, join(workbench.folder, saveAs));
      await page.locator('.tab', { hasText: `Graph: ${name}` }).waitFor();
      await page.locator(`.tab[data-resource-name="${name}"]:not(.dirty)`).waitFor();
      await workbench.command('View: Focus First Editor Group');
      await workbench.text.goTo(2, 3);
      await workbench.text.type('again_');
      await workbench.graph().locator('g.node[data-task="again_prepare"]').waitFor();
      await workbench.text.save(name);
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
    await workbench.until(graph.locator('g.node[data-task="clean_119"]'), () => graph.locator('#folding').click());
    await workbench.screenshot('9-graph-large');
  });
});

/** By the dialog of `Save As…`. */
async function saveInto({ page, until, command }: Workbench, path: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  await until(page.locator(`.tab[data-resource-name="${basename(path)}"]`), async () => {
    await command('File: Save As...');
    // The dialog writes the name that it proposes over what comes before.
    await page.waitForFunction(`document.querySelector('.quick-input-widget input.input')?.value.endsWith('.yaml')`);
    await input.fill(path);
    await input.press('Enter');
  });
}

/** A menu does not hear a click in its first moments. */
async function chooseInMenu(page: Page, text: string): Promise<void> {
  const entry = page.locator('.context-view .action-label', { hasText: text });
  await entry.waitFor();
  while (await entry.isVisible()) {
    await entry.click({ timeout: 1000 }).catch(() => {});
    await entry.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => {});
  }
}
