import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** Long enough for a machine that does much else. */
const patienceMs = 90_000;

/** Runs the command with exactly this title. */
export function chooseCommand(page: Page, title: string): Promise<void> {
  return choose(page, 'F1', `>${title}`, title);
}

/** Opens the file with exactly this name, wherever it lies in the workspace. */
export function chooseFile(page: Page, name: string): Promise<void> {
  return choose(page, 'ControlOrMeta+p', name, name);
}

/** What opens late may take the focus from the palette: then it is tried again. */
async function choose(page: Page, key: string, text: string, label: string): Promise<void> {
  const palette = page.locator('.quick-input-widget');
  const row = page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
    .first();
  const deadline = Date.now() + patienceMs;
  for (let attempt = 1; ; attempt++) {
    try {
      if (await palette.isVisible()) {
        await page.keyboard.press('Escape');
        await palette.waitFor({ state: 'hidden', timeout: 3000 });
      }
      // Keys go nowhere while a page that was just closed has the focus.
      if (attempt > 1) await page.evaluate('window.focus(), document.activeElement?.blur()');
      await page.keyboard.press(key);
      await palette.locator('input.input').fill(text, { timeout: 3000 });
      await row.waitFor({ timeout: 5000 });
      await untilStill(palette.locator('.quick-input-list'));
      await row.click({ timeout: 5000 });
      // A key that is pressed before it is closed goes to it, and the focus that it gives back takes it from what came up.
      return await row.waitFor({ state: 'hidden', timeout: 10_000 });
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** While a list takes in what was typed, another row comes where one was a moment ago. */
async function untilStill(list: Locator): Promise<void> {
  const look = () => list.innerText({ timeout: 5000 });
  for (let before = ''; ; await setTimeout(40)) {
    const now = await look();
    if (now === before) return;
    before = now;
  }
}
