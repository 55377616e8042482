/** Lets all that happens at about one time be one turn. */
export class Turns {
  readonly #take: () => void;
  #next: NodeJS.Immediate | undefined;

  constructor(take: () => void) {
    this.#take = take;
  }

  /** Sees to it that a turn is taken when all that has happened by now has been heard. */
  soon(): void {
    this.#next ??= setImmediate(() => {
      this.#next = undefined;
      this.#take();
    });
  }
}
