import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { runsFolder } from '../../runner/layout.ts';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('A user is told of the end of a run, and goes on from there', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    const workspace = await copyWorkspace();
    await mkdir(join(workspace.folder, '.vscode'));
    await writeFile(
      join(workspace.folder, '.vscode/settings.json'),
      '{ "dagwright.notifyOnEnd": "always", "dagwright.progress": "notification" }',
    );
    workbench = await openWorkbench(workspace);
    await workbench.open('failing.pipeline.yaml');
    await workbench.command('Dagwright: Run Pipeline');
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  const failure = () => workbench.notification(/failing: failed in .*, at bad\./);

  test('the notification says where it failed, and leads there', async () => {
    const { page } = workbench;
    const notification = await failure();
    await workbench.screenshot('13-end-notification');
    await workbench.until(page.locator('.statusbar-item', { hasText: 'Ln 5, Col 3' }), () =>
      notification.getByRole('button', { name: 'Go to First Failure' }).click(),
    );
    await notification.waitFor({ state: 'detached' });
  });

  test('what failed is run again from it, and the new end is explained', async () => {
    const { page } = workbench;
    await workbench.command('Dagwright: Run Pipeline');
    const areThree = async () => (await readdir(runsFolder(workbench.folder))).length > 2;
    await workbench.until(areThree, async () =>
      (await failure()).getByRole('button', { name: 'Run Again What Failed' }).click(),
    );
    await workbench.until(page.locator('.tab.active', { hasText: 'Why bad' }), async () =>
      (await failure()).getByRole('button', { name: 'Explain Task' }).click(),
    );
    await page
      .locator('.editor-group-container.active .view-line', { hasText: /failed/ })
      .first()
      .waitFor();
  });

  test('a run that goes on is cancelled from its progress', async () => {
    await workbench.open('gate.pipeline.yaml');
    await workbench.command('Dagwright: Run Pipeline');
    const progress = await workbench.notification(/gate: 0\/2 · /);
    await workbench.screenshot('13-progress');
    await workbench.until(workbench.status().filter({ hasText: /gate cancelled/ }), () =>
      progress.getByRole('button', { name: 'Cancel', exact: true }).click(),
    );
    await progress.waitFor({ state: 'detached' });
  });

  test('a million lines are shown while they come, from their end, and the page goes on', async () => {
    const { page } = workbench;
    await writeFile(join(workbench.folder, 'many.mjs'), millionLines);
    await writeFile(join(workbench.folder, 'many.pipeline.yaml'), 'tasks:\n  many:\n    run: [node, many.mjs]\n');
    await workbench.open('many.pipeline.yaml');
    await page.evaluate(watchFrames);
    await workbench.command('Dagwright: Run Pipeline');
    await workbench.status().filter({ hasText: /many / }).waitFor();
    const rows = workbench.terminal();
    await workbench.until(rows.filter({ hasText: /line 1000000\D/ }), () =>
      workbench.command('Dagwright: Show Run Output'),
    );
    await rows.filter({ hasText: /success in/ }).waitFor();
    await workbench.screenshot('15-million-lines');
    const longest = await page.evaluate<number>('longestFrame');
    assert.ok(longest < 10_000, `a frame of ${longest} ms`);
  });

  test('the output of some tasks alone is shown', async () => {
    const { page } = workbench;
    await workbench.open('quick.pipeline.yaml');
    await workbench.command('Dagwright: Run Pipeline');
    await workbench
      .status()
      .filter({ hasText: /quick success/ })
      .waitFor();
    const pick = page.locator('.quick-input-widget');
    const rows = workbench.terminal();
    await workbench.until(rows.filter({ hasText: 'this is second' }), async () => {
      await workbench.command('Dagwright: Show Output of Some Tasks…');
      for (const task of ['second', 'last']) {
        const label = page.locator('.label-name').filter({ hasText: new RegExp(`\\b${task}$`) });
        await pick.locator('.monaco-list-row').filter({ has: label }).click();
      }
      await pick.getByText('2 Selected').waitFor();
      await pick.getByText('OK', { exact: true }).click();
    });
    for (const text of [/second +│ this is second/, /last +│ this is last/, /success in/])
      await rows.filter({ hasText: text }).waitFor();
    assert.doesNotMatch(await rows.innerText(), /first|third/);
    await workbench.screenshot('14-some-output');
  });
});

const millionLines = `import { writeSync } from 'node:fs';
for (let thousand = 0; thousand < 1000; thousand++)
  writeSync(1, Array.from({ length: 1000 }, (_, index) => 'line ' + (1000 * thousand + index + 1) + '\\n').join(''));
`;

/** Runs in the page. */
const watchFrames = `globalThis.longestFrame = 0;
const look = before => now => {
  longestFrame = Math.max(longestFrame, now - before);
  requestAnimationFrame(look(now));
};
requestAnimationFrame(now => requestAnimationFrame(look(now)));`;
