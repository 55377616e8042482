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
    const timeout = Math.min(3000 * attempt, 20_000);
    try {
      // A question that a test before left open takes the keys, too.
      if (attempt > 1 || (await palette.isVisible())) {
        await page.keyboard.press('Escape');
        await palette.waitFor({ state: 'hidden', timeout });
      }
      // Keys go nowhere while a page that was just closed has the focus.
      if (attempt > 1) await page.evaluate('window.focus(), document.activeElement?.blur()');
      await page.keyboard.press(key);
      await palette.locator('input.input').fill(text, { timeout });
      await row.waitFor({ timeout: timeout + 2000 });
      await untilStill(palette.locator('.quick-input-list'));
      // Longer than a click takes that is heard: what it chooses shall not be chosen twice.
      await row.click({ timeout: 20_000 });
      // A key that is pressed before it is closed goes to it, and the focus that it gives back takes it from what came up.
      return await row.waitFor({ state: 'hidden', timeout: 10_000 });
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** While a list takes in what was typed, another row comes where one was a moment ago. */
async function untilStill(list: Locator): Promise<void> {
  const look = () => list.innerText({ timeout: 20_000 });
  for (let before = ''; ; await setTimeout(40)) {
    const now = await look();
    if (now === before) return;
    before = now;
  }
}
