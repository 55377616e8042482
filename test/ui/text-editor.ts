import type { Page } from 'playwright-core';
import { chooseCommand, chooseFile } from './palette.ts';
import type { Patience } from './patience.ts';

/** The text editor of a workbench; all gestures are made again when what opens late takes the focus from them. */
export class TextEditor {
  readonly #page: Page;
  readonly #patience: Patience;

  constructor(page: Page, patience: Patience) {
    this.#page = page;
    this.#patience = patience;
  }

  /** Opens the file of the workspace with this name. */
  async open(file: string): Promise<void> {
    const line = this.#page.locator(`.editor-group-container.active .monaco-editor[data-uri$="/${file}"] .view-line`);
    await this.#patience.until(line, () => chooseFile(this.#page, file));
    await this.#tab(file, '.active').first().waitFor();
  }

  /** Puts the cursor there; both count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    const there = this.#page.locator('.statusbar-item').getByText(`Ln ${line}, Col ${column}`, { exact: true });
    const input = this.#page.locator('.quick-input-widget input.input');
    await this.#patience.until(there, async () => {
      await chooseCommand(this.#page, 'Go to Line/Column...');
      await input.fill(`:${line}:${column}`);
      await input.press('Enter');
    });
  }

  /** Takes out the letter at a place, so that the text has `after` in a line. */
  async deleteAt(line: number, column: number, after: string): Promise<void> {
    const changed = this.#page.locator('.part.editor .view-line', { hasText: after }).first();
    await this.#patience.until(changed, async () => {
      await this.goTo(line, column);
      if (!(await changed.isVisible())) await this.press('Delete');
    });
  }

  /** Presses a key in it, whatever has the focus. */
  async press(key: string): Promise<void> {
    await this.#page.locator(editorInput).first().press(key);
  }

  /** Types into it, whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.#page.locator(editorInput).first().pressSequentially(text);
  }

  /** Mends the one problem that there is, by the quick fix at the cursor in whose title this stands. */
  async quickFix(title: string): Promise<void> {
    const fix = this.#page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    // The menu goes when something else takes the focus, and has nothing to offer before the server has told of the problem.
    await this.#patience.until(
      async () => (await this.#page.locator('.squiggly-error').count()) === 0,
      async () => {
        await this.press('Escape');
        await this.press('ControlOrMeta+.');
        await fix.click();
      },
    );
  }

  /** Saves the file of this name that is in front. */
  async save(file: string): Promise<void> {
    await this.#patience.until(this.#tab(file, ':not(.dirty)'), () => this.press('ControlOrMeta+s'));
  }

  #tab(file: string, state: string) {
    return this.#page.locator(`.tab[data-resource-name="${file}"]${state}`);
  }
}

/** What takes the keys of a text editor. */
const editorInput = '.part.editor .monaco-editor :is(.native-edit-context, textarea.inputarea)';
