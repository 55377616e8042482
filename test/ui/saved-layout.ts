import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/**
 * Waits until VS Code on the web has saved its layout with so many webviews of this type and with what they keep. It
 * does so every few seconds, and, unlike the desktop's, not when its page goes: a reload before that brings back an
 * older layout. Throws when it never comes.
 */
export async function untilWebviewSaved(page: Page, viewType: string, count = 1): Promise<void> {
  const deadline = Date.now() + 240_000;
  while ((await page.evaluate(savedCount, viewType)) < count) {
    if (Date.now() > deadline) throw new Error(`The layout with ${viewType} was not saved.`);
    // It is saved when the page has nothing else to do: looking all the time would keep it busy.
    await setTimeout(500);
  }
}

/** Runs in the page. */
async function savedCount(viewType: string): Promise<number> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith('vscode-web-state-db-')) continue;
    const database = await answer(indexedDB.open(name));
    const editors = database.transaction('ItemTable').objectStore('ItemTable').get('memento/workbench.parts.editor');
    const value = await answer(editors);
    database.close();
    // JSON within JSON: how often its quotes are escaped does not matter.
    const webviews = String(value).replaceAll('\\', '').split(`"providedId":"${viewType}"`).slice(1);
    const saved = webviews.filter(webview => webview.includes('"state":"{')).length;
    if (saved > 0) return saved;
  }
  return 0;
}
