import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('A workspace of several folders', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    const copy = await copyWorkspace();
    const second = join(copy.folder, 'second');
    await mkdir(join(second, '.git'), { recursive: true });
    await writeFile(join(second, 'other.pipeline.yaml'), 'tasks:\n  only:\n    run: echo "from the second folder"\n');
    const file = join(copy.folder, 'both.code-workspace');
    await writeFile(file, JSON.stringify({ folders: [{ path: '.' }, { path: 'second' }] }));
    workbench = await openWorkbench(copy);
    const { origin } = new URL(workbench.page.url());
    await openBoth(workbench, `${origin}/?workspace=${encodeURIComponent(file)}`);
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('shows the runs of each, wherever they keep their runs', async () => {
    for (const [file, task, output] of [
      ['quick.pipeline.yaml', 'last', 'this is last'],
      ['other.pipeline.yaml', 'only', 'from the second folder'],
    ] as const) {
      await workbench.open(file);
      await workbench.command('Dagwright: Run Pipeline');
      await workbench
        .status()
        .filter({ hasText: `${file.split('.')[0]} success` })
        .waitFor();
      await workbench.until(workbench.terminal().filter({ hasText: output }), async () => {
        await workbench.command('Dagwright: Show Task Output');
        await workbench.choice(task).click();
      });
    }
    await workbench.showRuns();
    await workbench.runsRow('quick').waitFor();
    await workbench.runsRow('other').waitFor();
    await workbench.screenshot('16-several-roots');
  });
});

/** VS Code in a browser sometimes shows a workspace file as one without folders until the page is loaded again: that is not ours. */
async function openBoth({ page, until }: Workbench, address: string): Promise<void> {
  const second = page.locator('.monaco-list-row', { hasText: 'other.pipeline.yaml' }).first();
  const none = page.getByText('You have not yet added a folder to the workspace.');
  const timeout = 90_000;
  await until(second, async () => {
    await page.goto(address, { timeout });
    // What is empty at first may fill in the next moment.
    await second.or(none).first().waitFor({ timeout });
  });
}
