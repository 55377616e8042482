import type { Page } from 'playwright-core';

const tries = 5;

/** Runs the command with exactly this title from the palette. What opens late may take the focus: then it is tried again. */
export async function chooseCommand(page: Page, title: string): Promise<void> {
  const palette = page.locator('.quick-input-widget');
  const row = page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(title, { exact: true }) })
    .first();
  for (let attempt = 1; ; attempt++) {
    try {
      if (await palette.isVisible()) {
        await page.keyboard.press('Escape');
        await palette.waitFor({ state: 'hidden', timeout: 3000 });
      }
      await page.keyboard.press('F1');
      await palette.locator('input.input').fill(`>${title}`, { timeout: 3000 });
      return await row.click({ timeout: 5000 });
    } catch (error) {
      if (attempt === tries) throw error;
    }
  }
}
