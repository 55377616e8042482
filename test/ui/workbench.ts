import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { artifactsFolder } from '../../scripts/folders.mjs';
import { onStop } from '../../scripts/stop-signal.mjs';
import { openSession } from '../vscode-web/session.ts';
import type { WorkspaceCopy } from '../vscode-web/workspace-copy.ts';
import { chooseCommand, chooseFile } from './palette.ts';

/** A VS Code in a browser with Dagwright and a folder of pipelines open, as a user has it before the eyes. */
export interface Workbench {
  readonly page: Page;
  /** The copy that is open. */
  readonly folder: string;
  /** Opens the file of the folder with this name in the editor. */
  open(file: string): Promise<void>;
  /** Puts the cursor of the editor there; both count from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Presses a key in the text editor, whatever has the focus. */
  press(key: string): Promise<void>;
  /** Types into the text editor, whatever has the focus. */
  type(text: string): Promise<void>;
  /** Chooses the quick fix at the cursor of the text editor in whose title this stands. */
  quickFix(title: string): Promise<void>;
  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void>;
  /** The inside of the graph's panel. */
  graph(): FrameLocator;
  /** Dagwright's item in the status bar. */
  status(): Locator;
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
  const pictures = join(artifactsFolder, 'screenshots');
  await mkdir(pictures, { recursive: true });
  const session = await openSession({ trust, linkExtension: true, settings });
  const { page, port } = session;
  page.setDefaultTimeout(60_000);
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace.folder)}`);
  await page.locator('.statusbar-item').first().waitFor();
  const screenshot = async (name: string) => void (await page.screenshot({ path: join(pictures, `${name}.png`) }));
  return {
    page,
    folder: workspace.folder,
    open: file => openFile(page, file),
    goTo: (line, column) => goTo(page, line, column),
    press: key => page.locator(editorInput).first().press(key),
    type: text => page.locator(editorInput).first().pressSequentially(text),
    quickFix: title => quickFix(page, title),
    command: title => chooseCommand(page, title),
    // One that was closed stays for a moment.
    graph: () => page.locator('iframe.webview.ready:visible').last().contentFrame().frameLocator('iframe#active-frame'),
    status: () => page.locator('.statusbar-item[id="dagwright.dagwright.dagwright.run"]'),
    screenshot,
    pictureFailure: async test => {
      if (!test.passed) await screenshot(`failed-${test.name.replace(/\W+/g, '-')}`);
    },
    close: async () => {
      await session.close();
      await workspace.remove();
    },
  };
}

async function openFile(page: Page, file: string): Promise<void> {
  await chooseFile(page, file);
  await page.locator('.tab.active', { hasText: file }).waitFor();
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
}

async function goTo(page: Page, line: number, column: number): Promise<void> {
  const there = page.locator('.statusbar-item').getByText(`Ln ${line}, Col ${column}`, { exact: true });
  const input = page.locator('.quick-input-widget input.input');
  for (let attempt = 1; ; attempt++) {
    try {
      await chooseCommand(page, 'Go to Line/Column...');
      await input.fill(`:${line}:${column}`, { timeout: 5000 });
      await input.press('Enter', { timeout: 5000 });
      return await there.waitFor({ timeout: 5000 });
    } catch (error) {
      // What opens late may take the focus, and with it the question where to go.
      if (attempt === 6) throw error;
    }
  }
}

/** The menu goes when something else takes the focus, and has nothing to offer before the server has told of the problem: then it is asked for again. */
async function quickFix(page: Page, title: string): Promise<void> {
  const row = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await page.locator(editorInput).first().press('ControlOrMeta+.', { timeout: 5000 });
      return await row.click({ timeout: 5000 });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** What takes the keys of a text editor. */
const editorInput = '.part.editor .monaco-editor :is(.native-edit-context, textarea.inputarea)';
