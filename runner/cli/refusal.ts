/** What a person asked for cannot be done: a sentence that says what, where and what to do about it. Caught at the door of the program. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  constructor(message: string, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}
