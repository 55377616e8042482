import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { scheduleFolder } from '../../runner/layout.ts';
import { thisProcess } from '../../runner/run-directory/this-process.ts';
import { pictureFile, readPicture, type SchedulePicture } from '../../runner/schedule-folder/schedule-picture.ts';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const name = 'nightly.pipeline.yaml';
const text = `triggers:
  - { cron: "0 2 * * *", timezone: UTC }
  - { files: ["in/*.csv"], debounce: 50ms }
tasks:
  load: { run: "echo \${{ run.date }}" }
`;

describe('Pipelines that start by themselves', { timeout: 180_000 }, () => {
  let workbench: Workbench;
  const row = (text: string | RegExp) =>
    workbench.page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const lens = (title: string) => workbench.page.locator('.codelens-decoration a', { hasText: title });

  before(async () => {
    const workspace = await copyWorkspace();
    await writeFile(join(workspace.folder, name), text);
    await mkdir(join(workspace.folder, 'in'));
    workbench = await openWorkbench(workspace);
    await workbench.open(name);
    await workbench.page.locator('.activitybar .action-label[aria-label^="Dagwright"]').click();
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('a click switches the triggers on, and what starts next is shown', async () => {
    await row('triggers').waitFor({ state: 'detached' });
    await lens('Switch Triggers On').click();
    await lens('Switch Triggers Off').waitFor();
    await row(/nightly.*next start (in|today|tomorrow)/).waitFor();
    await row(/nightly/).click();
    await workbench.page.keyboard.press('ArrowRight');
    await row(/^Next start .*cron "0 2 \* \* \*" UTC/).waitFor();
    await row('When in/*.csv change').waitFor();
    await workbench.screenshot('20-triggers-on');
  });

  test('new data starts a run, which says why', async () => {
    await writeFile(join(workbench.folder, 'in', 'a.csv'), '1');
    await row(/success.*for in\/a\.csv/).waitFor();
    await workbench.screenshot('21-started-by-data');
  });

  test('they rest while they are paused', async () => {
    await workbench.command('Dagwright: Pause Triggers');
    await row(/nightly.*paused/).waitFor();
    await lens('Resume').click();
    await row(/nightly.*next start/).waitFor();
  });

  test('a run is started now for a date that is asked for', async () => {
    await workbench.command('Dagwright: Start Now with Date…');
    const { page } = workbench;
    const input = page.locator('.quick-input-widget input.input');
    await page.locator('.quick-input-title', { hasText: 'Start nightly Now With Date' }).waitFor();
    await input.fill('2026-02-30');
    await page.locator('.quick-input-message', { hasText: 'It must be a day such as' }).waitFor();
    await input.fill('2026-01-31');
    await page.keyboard.press('Enter');
    await row(/success.*for Jan 31, .*as asked/).waitFor();
  });

  test('a backfill is asked for, planned, and told in a terminal', async () => {
    const { page } = workbench;
    await workbench.command('Dagwright: Backfill…');
    const input = page.locator('.quick-input-widget input.input');
    for (const [step, answer] of [
      ['From', '2026-01-01'],
      ['To', '2026-01-02'],
      ['Runs', '2'],
    ] as const) {
      await page.locator('.quick-input-message', { hasText: `${step}:` }).waitFor();
      await input.fill(answer);
      await page.keyboard.press('Enter');
    }
    for (const choice of ['the oldest first', 'leave times that have a run'])
      await page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).click();
    await page.locator('.view-line', { hasText: '2 of 2 scheduled times are run.' }).waitFor();
    await workbench.screenshot('22-backfill-plan');
    await page.getByRole('button', { name: 'Start 2 Runs' }).click();
    const rows = page.locator('.terminal-wrapper.active .xterm-rows');
    await rows.filter({ hasText: /success[\s\S]*success[\s\S]*Done\./ }).waitFor();
    await row(/backfill for Jan 2, /).waitFor();
    await workbench.screenshot('23-backfill');
  });

  test('a scheduler outside of the editor is shown, and what it missed is told', async () => {
    await workbench.open(name);
    await lens('Switch Triggers Off').click();
    await lens('Switch Triggers On').waitFor();
    await gone(workbench.folder);
    await sayOf(workbench.folder, {});
    await row(/nightly.*next start/).waitFor();
    await lens('Switch Triggers On').click();
    const { page } = workbench;
    await page
      .locator('.notification-toast', { hasText: `Process ${process.pid} schedules ${name} already` })
      .waitFor();
    await sayOf(workbench.folder, { missed: { scheduledAt: Date.now(), isMadeUp: false } });
    const missed = page.locator('.notification-toast', { hasText: /A start was missed .*nightly \(/ });
    await missed.waitFor();
    await workbench.screenshot('24-missed-start');
    await missed.getByRole('button', { name: 'Run Now' }).click();
    await row(/success.*as asked/).waitFor();
  });
});

/** The scheduler of the window ends when nothing is switched on any more. */
async function gone(folder: string): Promise<void> {
  while (readPicture(folder)?.isAlive) await new Promise(resolve => setTimeout(resolve, 50));
}

/** As a scheduler in a terminal says it: this process is it. */
async function sayOf(
  folder: string,
  more: Partial<SchedulePicture['pipelines'][number]['triggers'][number]>,
): Promise<void> {
  const trigger = { kind: 'cron', words: 'cron "0 2 * * *" UTC', next: Date.now() + 7_200_000, waiting: 0 } as const;
  const pipeline = { file: name, paused: false, triggers: [{ ...trigger, ...more }], runs: [] };
  const picture: SchedulePicture = { owner: thisProcess(), folder, at: Date.now(), pipelines: [pipeline] };
  await writeFile(pictureFile(scheduleFolder(folder)), JSON.stringify(picture));
}
