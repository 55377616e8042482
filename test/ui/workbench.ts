import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { artifactsFolder } from '../../scripts/folders.mjs';
import { onStop } from '../../scripts/stop-signal.mjs';
import { openSession, type Session } from '../vscode-web/session.ts';
import type { WorkspaceCopy } from '../vscode-web/workspace-copy.ts';
import { shownNotification } from './notifications.ts';
import { chooseCommand } from './palette.ts';
import { type Effect, Patience } from './patience.ts';
import { TextEditor } from './text-editor.ts';

/** A VS Code in a browser with Dagwright and a folder of pipelines open, as a user has it before the eyes. */
export interface Workbench {
  readonly page: Page;
  /** The copy that is open. */
  readonly folder: string;
  readonly text: TextEditor;
  /** Makes a gesture until it has its effect; only for what may be done twice. */
  until(effect: Effect, gesture: () => Promise<unknown>): Promise<void>;
  /** Opens the file of the folder with this name in the editor. */
  open(file: string): Promise<void>;
  /** Loads the page again, and waits until what the extension shows is back. */
  reload(shown: Locator): Promise<void>;
  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void>;
  /** A notification with this text, as soon as there is one. */
  notification(text: string | RegExp): Promise<Locator>;
  /** The inside of the graph's panel. */
  graph(): FrameLocator;
  /** Dagwright's item in the status bar. */
  status(): Locator;
  /** Shows Dagwright's side bar. */
  showRuns(): Promise<void>;
  /** The first row of Dagwright's side bar with this text. */
  runsRow(text: string | RegExp): Locator;
  /** The text of the terminal in front. */
  terminal(): Locator;
  /** A choice that is offered below the title bar. */
  choice(text: string | RegExp): Locator;
  /** Leaves a picture in the artifacts. */
  screenshot(name: string): Promise<void>;
  /** Leaves a picture of where a test came to grief; for `afterEach`. */
  pictureFailure(test: { readonly name: string; readonly passed?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Opens a workbench on a copy of some pipelines, which goes when the workbench is closed; `settings` are the user's own. */
export async function openWorkbench(
  workspace: WorkspaceCopy,
  trust = true,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Workbench> {
  // A test that is stopped takes its editor with it.
  onStop(() => process.exit(1));
  await mkdir(pictures, { recursive: true });
  const session = await openSession({ trust, linkExtension: true, settings });
  try {
    const workbench = workbenchIn(session, workspace);
    const { page } = session;
    const address = `http://127.0.0.1:${session.port}/?folder=${encodeURIComponent(workspace.folder)}`;
    await page.goto(address);
    await page.locator('.statusbar-item').first().waitFor();
    return workbench;
  } catch (error) {
    await session.close();
    throw error;
  }
}

function workbenchIn(session: Session, workspace: WorkspaceCopy): Workbench {
  const { page } = session;
  const patience = new Patience(page);
  const text = new TextEditor(page, patience);
  const screenshot = async (name: string) => void (await page.screenshot({ path: join(pictures, `${name}.png`) }));
  const runs = page.locator('[id="workbench.view.extension.dagwright"]');
  return {
    page,
    folder: workspace.folder,
    text,
    until: (effect, gesture) => patience.until(effect, gesture),
    open: file => text.open(file),
    reload: shown => reload(page, shown),
    command: title => chooseCommand(page, title),
    notification: words => shownNotification(page, words),
    // One that was closed stays for a moment.
    graph: () => page.locator('iframe.webview.ready:visible').last().contentFrame().frameLocator('iframe#active-frame'),
    status: () => page.locator('.statusbar-item[id="dagwright.dagwright.dagwright.run"]'),
    showRuns: () => patience.until(runs, () => showIn(runs, page)),
    runsRow: words => runs.locator('.monaco-list-row', { hasText: words }).first(),
    terminal: () => page.locator('.terminal-wrapper.active .xterm-rows'),
    choice: words => page.locator('.quick-input-list .monaco-list-row', { hasText: words }).first(),
    screenshot,
    pictureFailure: async test => {
      if (test.passed) return;
      await screenshot(`failed-${test.name.replace(/\W+/g, '-')}`);
      patience.shorten();
    },
    close: async () => {
      await session.close();
      await workspace.remove();
    },
  };
}

/** On a machine that does much else, the extensions come back late. */
async function reload(page: Page, shown: Locator): Promise<void> {
  await page.reload({ timeout: reloadMs });
  await shown.waitFor({ timeout: reloadMs });
}

const reloadMs = 240_000;

/** The icon would hide what is shown already. */
async function showIn(runs: Locator, page: Page): Promise<void> {
  if (!(await runs.isVisible())) await page.locator('.activitybar .action-label[aria-label^="Dagwright"]').click();
}

const pictures = join(artifactsFolder, 'screenshots');
