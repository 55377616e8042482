import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
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

  const failure = () => workbench.page.locator('.notification-toast', { hasText: /failing: failed in .*, at bad\./ });

  test('the notification says where it failed, and leads there', async () => {
    const { page } = workbench;
    await failure().waitFor();
    await workbench.screenshot('13-end-notification');
    await failure().getByRole('button', { name: 'Go to First Failure' }).click();
    await failure().waitFor({ state: 'detached' });
    await page.locator('.statusbar-item', { hasText: 'Ln 5, Col 3' }).waitFor();
  });

  test('what failed is run again from it, and the new end is explained', async () => {
    const { page } = workbench;
    await workbench.command('Dagwright: Run Pipeline');
    await failure().getByRole('button', { name: 'Run Again What Failed' }).click();
    const explain = page
      .locator('.notification-list-item', { hasText: /failing: failed in .*, at bad\./ })
      .getByRole('button', { name: 'Explain Task' });
    // The editor may put a notification that comes right behind another one under its bell.
    const isShown = await explain.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (!isShown) await workbench.command('Notifications: Show Notifications');
    await explain.click();
    await page.locator('.tab.active', { hasText: 'bad' }).waitFor();
    await page
      .locator('.editor-group-container.active .view-line', { hasText: /failed/ })
      .first()
      .waitFor();
  });

  test('a run that goes on is cancelled from its progress', async () => {
    const { page } = workbench;
    await workbench.open('gate.pipeline.yaml');
    await workbench.command('Dagwright: Run Pipeline');
    const progress = page.locator('.notification-toast', { hasText: /gate: 0\/2 · / });
    await progress.waitFor();
    await workbench.screenshot('13-progress');
    await progress.getByRole('button', { name: 'Cancel', exact: true }).click();
    await progress.waitFor({ state: 'detached' });
    await workbench
      .status()
      .filter({ hasText: /gate cancelled/ })
      .waitFor();
  });

  test('a million lines are shown while they come, from their end, and the page goes on', async () => {
    const { page } = workbench;
    await writeFile(join(workbench.folder, 'many.mjs'), millionLines);
    await writeFile(join(workbench.folder, 'many.pipeline.yaml'), 'tasks:\n  many:\n    run: [node, many.mjs]\n');
    await workbench.open('many.pipeline.yaml');
    await page.evaluate(watchFrames);
    await workbench.command('Dagwright: Run Pipeline');
    await workbench.status().filter({ hasText: /many / }).waitFor();
    await workbench.command('Dagwright: Show Run Output');
    const rows = page.locator('.terminal-wrapper.active .xterm-rows');
    await rows.filter({ hasText: /line 1000000\D/ }).waitFor();
    await rows.filter({ hasText: /success in/ }).waitFor();
    await workbench.screenshot('15-million-lines');
    const longest = await page.evaluate<number>('longestFrame');
    assert.ok(longest < 5000, `a frame of ${longest} ms`);
  });

  test('the output of some tasks alone is shown', async () => {
    const { page } = workbench;
    await workbench.open('quick.pipeline.yaml');
    await workbench.command('Dagwright: Run Pipeline');
    await workbench
      .status()
      .filter({ hasText: /quick success/ })
      .waitFor();
    await workbench.command('Dagwright: Show Output of Some Tasks…');
    const pick = page.locator('.quick-input-widget');
    for (const task of ['second', 'last']) {
      const label = page.locator('.label-name').filter({ hasText: new RegExp(`\\b${task}$`) });
      await pick.locator('.monaco-list-row').filter({ has: label }).click();
    }
    await pick.getByText('2 Selected').waitFor();
    await pick.getByText('OK', { exact: true }).click();
    const rows = page.locator('.terminal-wrapper.active .xterm-rows');
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
