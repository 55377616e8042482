import type { Locator, Page } from 'playwright-core';
import { chooseCommand } from './palette.ts';

const tries = 5;

/** A notification with this text, as soon as there is one. The editor shows it by itself for some seconds, or puts it under its bell at once when it comes right behind another. */
export async function shownNotification(page: Page, text: string | RegExp): Promise<Locator> {
  const item = page.locator('.notification-list-item', { hasText: text }).first();
  for (let attempt = 1; ; attempt++) {
    try {
      await item.waitFor({ timeout: 5000 * attempt });
      return item;
    } catch (error) {
      if (attempt === tries) throw error;
      await chooseCommand(page, 'Notifications: Show Notifications');
    }
  }
}
