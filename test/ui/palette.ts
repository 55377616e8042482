import type { Page } from 'playwright-core';

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
      await row.click({ timeout: 5000 });
      // A key that is pressed before it is closed goes to it, and the focus that it gives back takes it from what came up.
      return await row.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => {});
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
