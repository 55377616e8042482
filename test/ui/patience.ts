import type { Locator, Page } from 'playwright-core';

/** What a gesture leads to: something that is seen, or something that is so. */
export type Effect = Locator | (() => Promise<boolean>);

const usualMs = 90_000;
const afterFailureMs = 15_000;
const firstTryMs = 5000;
const longestTryMs = 40_000;
const tries = 6;

/** How long things of a page are waited for: a limit is only for what never comes, on however slow a machine. */
export class Patience {
  readonly #page: Page;
  #ms = usualMs;

  constructor(page: Page) {
    this.#page = page;
    this.#set(usualMs);
  }

  /** What comes after a test that failed may wait for what that one did not do: not for long. */
  shorten(): void {
    this.#set(afterFailureMs);
  }

  /**
   * Makes a gesture until it has its effect: what opens late takes the focus from it, and a click is lost on what is
   * drawn anew. Only for what may be done twice.
   */
  async until(effect: Effect, gesture: () => Promise<unknown>): Promise<void> {
    const before = this.#ms;
    try {
      for (let attempt = 1; ; attempt++) {
        this.#set(Math.min(before, longestTryMs, firstTryMs * 2 ** (attempt - 1)));
        if (attempt > 1 && (await isSo(effect))) return;
        const failed: unknown = await gesture().then(
          () => undefined,
          error => error,
        );
        if (await this.#comes(effect)) return;
        if (attempt === tries) throw failed ?? new Error(`It had no effect: ${gesture}`);
      }
    } finally {
      this.#set(before);
    }
  }

  async #comes(effect: Effect): Promise<boolean> {
    if (typeof effect !== 'function') {
      return effect
        .first()
        .waitFor()
        .then(
          () => true,
          () => false,
        );
    }
    for (const deadline = Date.now() + this.#ms; Date.now() < deadline; await this.#page.waitForTimeout(50)) {
      if (await effect()) return true;
    }
    return false;
  }

  #set(ms: number): void {
    this.#ms = ms;
    this.#page.setDefaultTimeout(ms);
  }
}

function isSo(effect: Effect): Promise<boolean> {
  return typeof effect === 'function' ? effect() : effect.first().isVisible();
}
