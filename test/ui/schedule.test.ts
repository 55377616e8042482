import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { runsFolder, scheduleFolder } from '../../runner/layout.ts';
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

describe('Pipelines that start by themselves', { timeout: 420_000 }, () => {
  let workbench: Workbench;
  const row = (text: string | RegExp) => workbench.runsRow(text);
  const lens = (title: string) => workbench.page.locator('.codelens-decoration a', { hasText: title });

  before(async () => {
    const workspace = await copyWorkspace();
    await writeFile(join(workspace.folder, name), text);
    await mkdir(join(workspace.folder, 'in'));
    workbench = await openWorkbench(workspace);
    await workbench.open(name);
    await workbench.showRuns();
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('a click switches the triggers on, and what starts next is shown', async () => {
    await row('triggers').waitFor({ state: 'detached' });
    await workbench.until(lens('Switch Triggers Off'), () => lens('Switch Triggers On').click());
    await row(/nightly.*next start (in|today|tomorrow)/).waitFor();
    await workbench.until(row('When in/*.csv change'), async () => {
      await row(/nightly/).click();
      await workbench.page.keyboard.press('ArrowRight');
    });
    await row(/^Next start .*cron "0 2 \* \* \*" UTC/).waitFor();
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
    await workbench.until(row(/nightly.*next start/), () => lens('Resume').click());
  });

  test('a run is started now for a date that is asked for', async () => {
    const { page } = workbench;
    const input = page.locator('.quick-input-widget input.input');
    await workbench.until(row(/for Jan 31, .*as asked/), async () => {
      await workbench.command('Dagwright: Start Now with Date…');
      await page.locator('.quick-input-title', { hasText: 'Start nightly Now With Date' }).waitFor();
      await input.fill('2026-02-30');
      await page.locator('.quick-input-message', { hasText: 'It must be a day such as' }).waitFor();
      await input.fill('2026-01-31');
      await input.press('Enter');
    });
    await row(/success.*for Jan 31, .*as asked/).waitFor();
  });

  test('a backfill is asked for, planned, and told in a terminal', async () => {
    const { page } = workbench;
    const input = page.locator('.quick-input-widget input.input');
    await workbench.until(page.locator('.view-line', { hasText: '2 of 2 scheduled times are run.' }), async () => {
      await workbench.command('Dagwright: Backfill…');
      for (const [step, answer] of [
        ['From', '2026-01-01'],
        ['To', '2026-01-02'],
        ['Runs', '2'],
      ] as const) {
        await page.locator('.quick-input-message', { hasText: `${step}:` }).waitFor();
        await input.fill(answer);
        await input.press('Enter');
      }
      for (const choice of ['the oldest first', 'leave times that have a run']) await workbench.choice(choice).click();
    });
    const plan = await workbench.notification(/Backfill/);
    await workbench.screenshot('22-backfill-plan');
    const rows = workbench.terminal();
    await workbench.until(rows, () => plan.getByRole('button', { name: 'Start 2 Runs' }).click());
    await rows.filter({ hasText: /success[\s\S]*success[\s\S]*Done\./ }).waitFor();
    await row(/backfill for Jan 2, /).waitFor();
    await workbench.screenshot('23-backfill');
  });

  test('a scheduler outside of the editor is shown, and what it missed is told', async () => {
    await workbench.open(name);
    await workbench.until(lens('Switch Triggers On'), () => lens('Switch Triggers Off').click());
    await gone(workbench.folder);
    await sayOf(workbench.folder, {});
    await row(/nightly.*next start/).waitFor();
    await workbench.until(lens('Switch Triggers Off'), () => lens('Switch Triggers On').click());
    await workbench.notification(`Process ${process.pid} schedules ${name} already`);
    await sayOf(workbench.folder, { missed: { scheduledAt: Date.now(), isMadeUp: false } });
    const missed = await workbench.notification(/A start was missed .*nightly \(/);
    await workbench.screenshot('24-missed-start');
    const runs = () => readdir(runsFolder(workbench.folder));
    const before = (await runs()).length;
    await workbench.until(
      async () => (await runs()).length > before,
      () => missed.getByRole('button', { name: 'Run Now' }).click(),
    );
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
