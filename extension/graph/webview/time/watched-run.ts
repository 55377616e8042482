import type { WatchedTimes } from '../../messages.ts';
import { listenToToggle } from '../toggle.ts';
import type { TimeView } from './time-view.ts';

/** The buttons that say which times are seen. */
export interface TimeButtons {
  /** Opens and closes the view. */
  readonly time: HTMLElement;
  /** Shows the next run instead of the newest. */
  readonly next: HTMLElement;
}

/** Which times somebody sees: those of the newest run come back as soon as there is another. */
export class WatchedRun {
  readonly #buttons: TimeButtons;
  readonly #told: (watches: WatchedTimes) => void;
  #isOpen: boolean;
  #isNext = false;
  #run: string | null | undefined;

  /** `told` hears of what is seen after each change. */
  constructor(buttons: TimeButtons, view: TimeView, isOpen: boolean, told: (watches: WatchedTimes) => void) {
    this.#buttons = buttons;
    this.#isOpen = isOpen;
    this.#told = told;
    listenToToggle(
      buttons.time,
      isOpen,
      open => view.open(open),
      open => {
        this.#isOpen = open;
        told(this.watches);
      },
    );
    buttons.next.addEventListener('click', () => this.#setNext(!this.#isNext));
  }

  get watches(): WatchedTimes {
    if (!this.#isOpen) return 'none';
    return this.#isNext ? 'next' : 'newest';
  }

  /** The folder of the newest run; without one the next is shown anyhow. */
  setRun(run: string | null): void {
    const isOther = this.#run !== undefined && run !== this.#run;
    this.#run = run;
    this.#buttons.next.hidden = run === null;
    if (isOther && this.#isNext) this.#setNext(false);
  }

  #setNext(isNext: boolean): void {
    this.#isNext = isNext;
    this.#buttons.next.setAttribute('aria-pressed', String(isNext));
    this.#told(this.watches);
  }
}
