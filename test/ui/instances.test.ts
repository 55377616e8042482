import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { runsFolder } from '../../runner/layout.ts';
import { projectFolder } from '../../scripts/folders.mjs';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { untilWebviewSaved } from './saved-layout.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const text = `name: sweep
params:
  rate: { type: number, default: 0.5, minimum: 0, maximum: 1, description: How fast it learns. }
  kind: { type: string, default: small, enum: [small, large] }
tasks:
  train:
    matrix: { model: [linear, forest] }
    run: echo "\${{ matrix.model }} learns at \${{ params.rate }}, \${{ params.kind }}"
  last: { needs: [train], run: echo done }
`;

describe('A pipeline with params and a matrix', { timeout: 470_000 }, () => {
  let workbench: Workbench;
  let graph: FrameLocator;

  before(async () => {
    const workspace = await copyWorkspace();
    await writeFile(join(workspace.folder, 'sweep.pipeline.yaml'), text);
    workbench = await openWorkbench(workspace);
    await workbench.open('sweep.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    graph = workbench.graph();
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('is unfolded in the graph, and a run of the command line colours its instances', async () => {
    const { folder } = workbench;
    const instance = (model: string) => graph.locator(`g.node[data-task="train[model=${model}]"]`);
    await workbench.until(instance('forest'), () => graph.locator('g.node[data-task="train"] .fold').click());
    await workbench.screenshot('16-instances');
    const program = join(projectFolder, 'dist', 'dagwright.js');
    spawn(process.execPath, [program, 'run', 'sweep.pipeline.yaml'], { cwd: folder, stdio: 'ignore' });
    for (const model of ['linear', 'forest']) await instance(model).and(graph.locator('.status-success')).waitFor();
    await workbench.showRuns();
    await workbench.runsRow('sweep').waitFor();
  });

  test('is run with parameters that a form asks for, checks and remembers', async () => {
    const { page } = workbench;
    const input = page.locator('.quick-input-widget input.input');
    const message = page.locator('.quick-input-widget .quick-input-message');
    const node = graph.locator('g.node[data-task="train[model=forest]"]');
    // The first was the command line's.
    const isSecond = async () => (await readdir(runsFolder(workbench.folder))).length > 1;
    await workbench.until(isSecond, async () => {
      await workbench.command('Dagwright: Run with Parameters…');
      await message
        .filter({ hasText: 'rate: How fast it learns. (number, at least 0, at most 1, default 0.5)' })
        .waitFor();
      await input.fill('7');
      await message.filter({ hasText: /at most 1|1 at most|larger|greater/ }).waitFor();
      await workbench.screenshot('16-params');
      await input.fill('0.25');
      await input.press('Enter');
      await workbench.choice('large').click();
    });
    await workbench.until(graph.locator('#card pre', { hasText: 'forest learns at 0.25, large' }), async () => {
      await page.mouse.move(0, 0);
      await node.hover();
    });
    await workbench.until(message.filter({ hasText: 'rate: How fast' }), () =>
      workbench.command('Dagwright: Run with Parameters…'),
    );
    assert.equal(await input.inputValue(), '0.25');
    await page.keyboard.press('Escape');
  });

  test('keeps its graph unfolded beside another one when the window is reloaded', async () => {
    const { page } = workbench;
    await workbench.command('View: Focus First Editor Group');
    await workbench.open('quick.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    await page.locator('.tab', { hasText: 'Graph: quick.pipeline.yaml' }).waitFor();
    await untilWebviewSaved(page, 'dagwright.graph', 2);
    await workbench.reload(workbench.graph().locator('g.node[data-task="first"]'));
    await workbench.until(workbench.graph().locator('g.node[data-task="train[model=linear]"]'), () =>
      page.locator('.tab', { hasText: 'Graph: sweep.pipeline.yaml' }).click(),
    );
  });
});
