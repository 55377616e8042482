import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { untilWebviewSaved } from './saved-layout.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('The window is reloaded in the middle of a run', { timeout: 470_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyWorkspace());
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('the run goes on, and is shown again to its end', async () => {
    const { page } = workbench;
    await workbench.open('gate.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    const gate = workbench.graph().locator('g.node[data-task="gate"]');
    await gate.waitFor();
    await workbench.command('Dagwright: Run Pipeline');
    await workbench.graph().locator('g.node.status-running[data-task="gate"]').waitFor();
    await untilWebviewSaved(page, 'dagwright.graph');
    await workbench.reload(workbench.status().filter({ hasText: 'gate' }));
    await workbench.graph().locator('g.node.status-running[data-task="gate"]').waitFor();
    await workbench.screenshot('6-reloaded');
    await writeFile(join(workbench.folder, 'open'), '');
    await workbench.graph().locator('g.node.status-success[data-task="after"]').waitFor();
    await workbench.screenshot('7-ended');
  });
});
